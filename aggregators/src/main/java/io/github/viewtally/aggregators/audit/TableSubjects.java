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

    private static final int PAGE = 1_000;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final ReadBudget budget;

    TableSubjects(DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.budget = budget;
    }

    /**
     * Where a walk over all users and videos is. The first part is a scan of the table: it finds the users, and the
     * videos that the second part may miss. The second part is a scan of the index: it finds the videos. Of a hot video,
     * whose events are spread over several partitions of the index, it looks at the first one only.
     *
     * @param startKey the key after which the scan continues; empty at its start
     */
    record Place(boolean isInIndex, Map<String, AttributeValue> startKey) {

        static final Place START = new Place(false, Map.of());
    }

    /**
     * A part of a walk.
     *
     * @param next where the walk continues; empty at its end
     */
    record Page(List<SummaryKey> subjects, Optional<Place> next) {}

    /** Reads the next part of a walk. A partition that continues on the next page is found again there. */
    Page page(Place place) {
        ScanResponse response = dynamoDb.scan(request -> request.tableName(tableName)
                .indexName(place.isInIndex() ? Keys.GSI1 : null)
                .projectionExpression(
                        place.isInIndex()
                                ? Keys.GSI1PK + ", " + Keys.VIDEO_ID
                                : Keys.PK + ", " + Keys.SK + ", " + Keys.GSI1PK)
                .exclusiveStartKey(place.startKey().isEmpty() ? null : place.startKey())
                .limit(PAGE)
                .returnConsumedCapacity(budget.reported()));
        budget.spend(response.consumedCapacity());
        List<SummaryKey> subjects = place.isInIndex()
                ? response.items().stream()
                        .flatMap(item -> ofIndex(item).stream())
                        .distinct()
                        .toList()
                : ofTable(response.items());
        if (response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty()) {
            return new Page(subjects, Optional.of(new Place(place.isInIndex(), response.lastEvaluatedKey())));
        }
        return new Page(subjects, place.isInIndex() ? Optional.empty() : Optional.of(new Place(true, Map.of())));
    }

    private static Optional<SummaryKey> ofIndex(Map<String, AttributeValue> item) {
        String partition = item.get(Keys.GSI1PK).s();
        boolean isSpread = Attributes.of(item)
                .text(Keys.VIDEO_ID)
                .filter(videoId -> Keys.isSpreadPartition(partition, videoId))
                .isPresent();
        return isSpread ? Optional.empty() : userOrVideo(partition);
    }

    /** All users; and videos with a summary outside the index, or with events that are spread and perhaps no summary. */
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

    /** The marks of summaries and hours that must be audited soon, as items of the table. */
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

    /** The user, video or bucket of the site whose summary or hour has a mark. */
    static Optional<SummaryKey> subjectOf(Map<String, AttributeValue> dueMark) {
        return Attributes.of(dueMark)
                .text(Keys.SK)
                .flatMap(name -> Keys.parsePartition(name.substring(0, Math.max(0, name.lastIndexOf('/')))));
    }

    private static Optional<SummaryKey> userOrVideo(String partition) {
        return Keys.parsePartition(partition).filter(subject -> subject.kind() != SummaryKey.Kind.SITE);
    }

    /** Whether a mark is that of a bucket of the site. */
    static boolean isOfSite(Map<String, AttributeValue> dueMark) {
        return subjectOf(dueMark)
                .filter(subject -> subject.kind() == SummaryKey.Kind.SITE)
                .isPresent();
    }

    /** Marks the totals of everything. */
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
                LOG.debug("{} has been damaged again", mark.get(Keys.SK));
            }
        }
    }
}
