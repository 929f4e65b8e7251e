package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.SummaryItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Finds the users and videos of a table. */
final class TableSubjects {

    private static final Logger LOG = LoggerFactory.getLogger(TableSubjects.class);

    private static final int PAGE_ITEMS = 1_000;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final ReadBudget budget;

    TableSubjects(DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.budget = budget;
    }

    /**
     * A position in the walk over all users and videos. The walk has two parts. A scan of the table finds the users, and
     * the videos that the second part may miss. Then a scan of the index finds the videos. The events of a hot video are
     * spread over several partitions of the index; the scan uses only the first of them.
     *
     * @param startKey the key after which the scan continues; empty at its start
     */
    record WalkPosition(boolean isInIndex, Map<String, AttributeValue> startKey) {

        static final WalkPosition START = new WalkPosition(false, Map.of());
    }

    /**
     * One page of the walk.
     *
     * @param next where the walk continues; empty at its end
     */
    record Page(List<SummaryKey> subjects, Optional<WalkPosition> next) {}

    /** Reads one page of the walk. A partition that continues on the next page is found again there. */
    Page page(WalkPosition position) {
        ScanResponse response = dynamoDb.scan(request -> request.tableName(tableName)
                .indexName(position.isInIndex() ? Keys.GSI1 : null)
                .projectionExpression(
                        position.isInIndex()
                                ? Keys.GSI1PK + ", " + Keys.VIDEO_ID
                                : Keys.PK + ", " + Keys.SK + ", " + Keys.GSI1PK)
                .exclusiveStartKey(position.startKey().isEmpty() ? null : position.startKey())
                .limit(PAGE_ITEMS)
                .returnConsumedCapacity(budget.reported()));
        budget.spend(response.consumedCapacity());
        List<SummaryKey> subjects = position.isInIndex()
                ? response.items().stream()
                        .flatMap(item -> ofIndex(item).stream())
                        .distinct()
                        .toList()
                : ofTable(response.items());
        if (response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty()) {
            return new Page(subjects, Optional.of(new WalkPosition(position.isInIndex(), response.lastEvaluatedKey())));
        }
        return new Page(
                subjects, position.isInIndex() ? Optional.empty() : Optional.of(new WalkPosition(true, Map.of())));
    }

    private static Optional<SummaryKey> ofIndex(Map<String, AttributeValue> item) {
        String partition = item.get(Keys.GSI1PK).s();
        boolean isSpread = Attributes.of(item)
                .text(Keys.VIDEO_ID)
                .filter(videoId -> Keys.isSpreadPartition(partition, videoId))
                .isPresent();
        return isSpread ? Optional.empty() : userOrVideo(partition);
    }

    /** All users, and the videos that the index may lack: with a summary outside the index, or spread without a summary. */
    private static List<SummaryKey> ofTable(List<Map<String, AttributeValue>> items) {
        Set<SummaryKey> subjects = new LinkedHashSet<>();
        Set<SummaryKey> inIndex = new HashSet<>();
        for (Map<String, AttributeValue> item : items) {
            String sort = item.get(Keys.SK).s();
            userOrVideo(item.get(Keys.PK).s()).ifPresent(subject -> {
                boolean isSummary = sort.equals(Keys.SUMMARY);
                if (subject.kind() == SummaryKey.Kind.USER || isSummary && !item.containsKey(Keys.GSI1PK)) {
                    subjects.add(subject);
                } else if (isSummary) {
                    inIndex.add(subject);
                } else if (sort.equals(Keys.SPREAD)) {
                    subjects.add(subject);
                }
            });
        }
        subjects.removeAll(inIndex);
        return List.copyOf(subjects);
    }

    /** The items that mark summaries and hours for the next audit. */
    List<Map<String, AttributeValue>> dueMarks() {
        QueryRequest request = QueryRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .keyConditionExpression(Keys.PK + " = :due")
                .expressionAttributeValues(Map.of(":due", AttributeValue.fromS(Keys.AUDIT_DUE)))
                .returnConsumedCapacity(budget.reported())
                .build();
        List<Map<String, AttributeValue>> marks = new ArrayList<>();
        dynamoDb.queryPaginator(request).forEach(page -> {
            budget.spend(page.consumedCapacity());
            marks.addAll(page.items());
        });
        return marks;
    }

    /** The user, video or bucket of the site whose summary or hour is marked. */
    static Optional<SummaryKey> subjectOf(Map<String, AttributeValue> dueMark) {
        return Attributes.of(dueMark)
                .text(Keys.SK)
                .flatMap(name -> Keys.parsePartition(name.substring(0, Math.max(0, name.lastIndexOf('/')))));
    }

    private static Optional<SummaryKey> userOrVideo(String partition) {
        return Keys.parsePartition(partition).filter(subject -> subject.kind() != SummaryKey.Kind.SITE);
    }

    /** Whether the mark belongs to a bucket of the site. */
    static boolean isOfSite(Map<String, AttributeValue> dueMark) {
        return subjectOf(dueMark)
                .filter(subject -> subject.kind() == SummaryKey.Kind.SITE)
                .isPresent();
    }

    /** Marks the totals of everything for the next audit. */
    void markTotals() {
        Map<String, AttributeValue> mark = new HashMap<>(EventItems.key(
                Keys.AUDIT_DUE, SummaryItems.name(SiteItems.buckets().get(0))));
        mark.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_AUDIT_DUE));
        mark.put(Keys.AUDIT_MARK, AttributeValue.fromS(UUID.randomUUID().toString()));
        dynamoDb.putItem(request -> request.tableName(tableName).item(mark));
    }

    /** Removes marks, except those that have been set again since they were read. */
    void clear(List<Map<String, AttributeValue>> dueMarks) {
        for (Map<String, AttributeValue> mark : dueMarks) {
            try {
                dynamoDb.deleteItem(request -> request.tableName(tableName)
                        .key(Map.of(Keys.PK, mark.get(Keys.PK), Keys.SK, mark.get(Keys.SK)))
                        .conditionExpression(Keys.AUDIT_MARK + " = :mark")
                        .expressionAttributeValues(Map.of(":mark", mark.get(Keys.AUDIT_MARK))));
            } catch (ConditionalCheckFailedException e) {
                LOG.debug("{} has been marked again", mark.get(Keys.SK));
            }
        }
    }
}
