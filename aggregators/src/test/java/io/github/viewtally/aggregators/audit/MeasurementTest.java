package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The shards of the stream must be listed after the viewers are read. */
class MeasurementTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");

    private final List<Map<String, AttributeValue>> table = new ArrayList<>();
    private final List<String> shards = new ArrayList<>(List.of("open"));

    @Test
    void countsViewersOfAShardThatIsGoneAndLeavesOutThoseOfAShardThatBeginsMeanwhile() {
        table.add(EventItems.toItem(new View("a", "v", 1, "2022-01-02T00:30:00.000000+00:00")));
        table.add(viewer("a", "gone"));

        Measurement measurement = new Measurement(
                new Table(),
                new Streams(),
                "table",
                new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30)),
                new ReadBudget(Double.POSITIVE_INFINITY));
        AuditedItem summary = measurement.measure(List.of(VIDEO)).stream()
                .filter(item -> item.name().equals(ItemUpdate.nameOf(VIDEO)))
                .findFirst()
                .orElseThrow();

        assertThat(shards).containsExactly("open", "new");
        assertThat(summary.expected()).isEqualTo(new Counts(1, 1, 0, 0).plus(Counts.ofViewers(1)));
    }

    private static Map<String, AttributeValue> viewer(String userId, String shardId) {
        Map<String, AttributeValue> item = new HashMap<>(ViewerItems.toItem(new Viewer(userId, "v"), 1, false));
        item.put(Keys.SHARD_ID, AttributeValue.fromS(shardId));
        item.put(
                Keys.SEQUENCE_NUMBER,
                AttributeValue.fromS(SequenceNumber.parse("3").padded()));
        return item;
    }

    /** A table without summaries and checkpoints, in which a shard begins just before its viewers are read. */
    private final class Table implements DynamoDbClient {

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return DescribeTableResponse.builder()
                    .table(description -> description.latestStreamArn("stream"))
                    .build();
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return GetItemResponse.builder().build();
        }

        @Override
        public QueryResponse query(QueryRequest request) {
            if (!Keys.GSI1.equals(request.indexName())) {
                return QueryResponse.builder().build();
            }
            AttributeValue viewers = request.expressionAttributeValues().get(":viewers");
            if (viewers != null) {
                shards.add("new");
                table.add(viewer("b", "new"));
            }
            List<Map<String, AttributeValue>> found = table.stream()
                    .filter(item -> viewers == null || item.get(Keys.GSI1SK).s().startsWith(viewers.s()))
                    .toList();
            return QueryResponse.builder().items(found).count(found.size()).build();
        }

        @Override
        public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
            return TransactGetItemsResponse.builder()
                    .responses(request.transactItems().stream()
                            .map(get -> ItemResponse.builder().item(Map.of()).build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    /** A stream without records. */
    private final class Streams implements DynamoDbStreamsClient {

        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            return DescribeStreamResponse.builder()
                    .streamDescription(description -> description.shards(shards.stream()
                            .map(shardId -> Shard.builder().shardId(shardId).build())
                            .toList()))
                    .build();
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            return GetShardIteratorResponse.builder().shardIterator("iterator").build();
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            return GetRecordsResponse.builder()
                    .records(List.of())
                    .nextShardIterator("iterator")
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
