package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Finds the users and videos of a table. */
final class TableSubjects {

    private static final Logger LOG = LoggerFactory.getLogger(TableSubjects.class);

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final ReadBudget budget;

    TableSubjects(DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.budget = budget;
    }

    /**
     * Passes all users and videos on, some at a time. A scan of the table finds the users, and the summaries that are not in
     * the index; a scan of the index finds the videos. Each partition is contiguous in a scan, so nothing is remembered.
     */
    void forEach(int atOnce, Consumer<List<SummaryKey>> action) {
        Set<SummaryKey> found = new LinkedHashSet<>();
        scan(null, Keys.PK + ", " + Keys.SK + ", " + Keys.GSI1PK)
                .filter(item -> Keys.parsePartition(item.get(Keys.PK).s())
                        .filter(subject -> subject.kind() == SummaryKey.Kind.USER || !item.containsKey(Keys.GSI1PK))
                        .isPresent())
                .forEach(item -> add(item.get(Keys.PK).s(), atOnce, found, action));
        scan(Keys.GSI1, Keys.GSI1PK).forEach(item -> add(item.get(Keys.GSI1PK).s(), atOnce, found, action));
        if (!found.isEmpty()) {
            action.accept(List.copyOf(found));
        }
    }

    private static void add(String partition, int atOnce, Set<SummaryKey> found, Consumer<List<SummaryKey>> action) {
        Optional<SummaryKey> subject = Keys.parsePartition(partition);
        if (subject.isEmpty() || found.contains(subject.get())) {
            return;
        }
        if (found.size() == atOnce) {
            action.accept(List.copyOf(found));
            found.clear();
        }
        found.add(subject.get());
    }

    private Stream<Map<String, AttributeValue>> scan(String index, String projection) {
        ScanRequest request = ScanRequest.builder()
                .tableName(tableName)
                .indexName(index)
                .projectionExpression(projection)
                .returnConsumedCapacity(budget.reported())
                .build();
        return dynamoDb.scanPaginator(request).stream().flatMap(page -> {
            budget.spend(page.consumedCapacity());
            return page.items().stream();
        });
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

    /** The user or video whose summary or hour has a mark. */
    static Optional<SummaryKey> subjectOf(Map<String, AttributeValue> dueMark) {
        return Attributes.of(dueMark)
                .text(Keys.SK)
                .flatMap(name -> Keys.parsePartition(name.substring(0, Math.max(0, name.lastIndexOf('/')))));
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
