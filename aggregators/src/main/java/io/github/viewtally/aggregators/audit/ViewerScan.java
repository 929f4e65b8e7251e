package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads the viewers of a video from the index, page by page. Memory does not grow with their number.
 *
 * @param query a query of one partition of the index, whose key is {@code :partition}
 */
record ViewerScan(SummaryKey video, DynamoDbClient dynamoDb, QueryRequest query, ReadBudget budget) {

    /** Passes the item of each viewer in the partitions to the receiver. */
    void read(List<String> partitions, Consumer<Map<String, AttributeValue>> receiver) {
        partitions.forEach(partition -> read(partition, receiver));
    }

    private void read(String partition, Consumer<Map<String, AttributeValue>> receiver) {
        QueryRequest next = query.toBuilder()
                .keyConditionExpression(
                        query.keyConditionExpression() + " AND begins_with(" + Keys.GSI1SK + ", :viewers)")
                .expressionAttributeValues(Map.of(
                        ":partition", AttributeValue.fromS(partition),
                        ":viewers", AttributeValue.fromS(Keys.VIEWERS_OF_VIDEO)))
                .build();
        QueryResponse page;
        do {
            page = dynamoDb.query(next);
            budget.spend(page.consumedCapacity());
            page.items().stream()
                    .filter(item -> ViewerItems.toViewer(Attributes.of(item))
                            .filter(viewer -> viewer.video().equals(video))
                            .isPresent())
                    .forEach(receiver);
            next = next.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
        } while (!page.lastEvaluatedKey().isEmpty());
    }
}
