package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.CheckpointItems;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The changes of one event may lie in a shard and in its children. The follower must receive them in order, without gaps. */
class StreamFollowerTest {

    private final Streams streams = new Streams();
    private final Table table = new Table();
    private final List<String> received = new ArrayList<>();
    private final StreamFollower follower = new StreamFollower(
            streams,
            "stream",
            new CheckpointReader(table, "table", 100, new ReadBudget(Double.POSITIVE_INFINITY)),
            change -> received.add(change.shardId() + ":"
                    + Integer.parseInt(change.sequenceNumber().decimal())));

    @Test
    void readsAShardFromTheLowerOfBothCheckpoints() {
        streams.add("a", null, 1, 2, 3, 4);
        table.checkpoint("views", "a", 3);
        table.checkpoint("votes", "a", 2);

        follower.poll();

        assertThat(received).containsExactly("a:3", "a:4");
    }

    @Test
    void readsAShardAfterItsParent() {
        streams.add("child", "parent", 3);
        streams.add("parent", null, 1, 2);

        follower.poll();

        assertThat(received).containsExactly("parent:1", "parent:2", "child:3");
    }

    @Test
    void readsTheChildrenOfAnUnfinishedShardFromTheirStart() {
        streams.add("parent", null, 1, 2);
        streams.add("child", "parent", 3, 4);
        table.checkpoint("views", "parent", 2);
        table.checkpoint("views", "child", 4);

        follower.poll();

        assertThat(received).containsExactly("parent:1", "parent:2", "child:3", "child:4");
    }

    @Test
    void skipsAShardThatBothAggregatorsHaveLeftForItsDescendants() {
        streams.add("parent", null, 1, 2);
        streams.add("left", "parent", 3);
        streams.add("right", "parent", 4);
        streams.add("grandchild", "right", 5, 6);
        table.checkpoint("views", "parent", 1);
        table.checkpoint("views", "left", 3);
        table.checkpoint("votes", "grandchild", 5);

        follower.poll();

        assertThat(received).containsExactly("left:3", "right:4", "grandchild:5", "grandchild:6");
        assertThat(follower.isEnded("parent")).isTrue();
    }

    @Test
    void readsAShardThatIsFoundLaterFromItsStart() {
        streams.add("parent", null, 1);
        follower.poll();
        streams.add("child", "parent", 2, 3);
        table.checkpoint("views", "child", 3);
        table.checkpoint("votes", "child", 3);

        follower.poll();

        assertThat(received).containsExactly("parent:1", "child:2", "child:3");
    }

    /** A stream in which a shard with children has ended. */
    private static final class Streams implements DynamoDbStreamsClient {

        private final Map<String, Shard> shards = new LinkedHashMap<>();
        private final Map<String, List<Record>> records = new HashMap<>();

        void add(String shardId, String parent, int... sequenceNumbers) {
            shards.put(
                    shardId,
                    Shard.builder().shardId(shardId).parentShardId(parent).build());
            records.put(
                    shardId,
                    IntStream.of(sequenceNumbers).mapToObj(Streams::record).toList());
        }

        private static Record record(int sequenceNumber) {
            Map<String, AttributeValue> item =
                    EventItems.toItem(new View("u", "v", sequenceNumber, "2022-01-02T00:30:00.000000+00:00"));
            return Record.builder()
                    .dynamodb(change -> change.sequenceNumber(
                                    number(sequenceNumber).decimal())
                            .keys(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)))
                            .newImage(item))
                    .build();
        }

        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            return DescribeStreamResponse.builder()
                    .streamDescription(description -> description.shards(shards.values()))
                    .build();
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            long after = request.shardIteratorType() == ShardIteratorType.TRIM_HORIZON
                    ? 0
                    : Long.parseLong(request.sequenceNumber());
            return GetShardIteratorResponse.builder()
                    .shardIterator(request.shardId() + "/" + after)
                    .build();
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            String shardId = request.shardIterator().split("/")[0];
            long after = Long.parseLong(request.shardIterator().split("/")[1]);
            List<Record> read = records.get(shardId).stream()
                    .filter(record -> Long.parseLong(record.dynamodb().sequenceNumber()) > after)
                    .toList();
            long last = read.isEmpty()
                    ? after
                    : Long.parseLong(read.get(read.size() - 1).dynamodb().sequenceNumber());
            boolean hasChildren = shards.values().stream().anyMatch(shard -> shardId.equals(shard.parentShardId()));
            return GetRecordsResponse.builder()
                    .records(read)
                    .nextShardIterator(hasChildren ? null : shardId + "/" + last)
                    .build();
        }

        @Override
        public String serviceName() {
            return DynamoDbStreamsClient.SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** A table with checkpoints. */
    private static final class Table implements DynamoDbClient {

        private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();

        void checkpoint(String aggregator, String shardId, int sequenceNumber) {
            items.put(
                    CheckpointItems.key(aggregator, shardId),
                    Map.of(
                            Keys.SEQUENCE_NUMBER,
                            AttributeValue.fromS(number(sequenceNumber).padded())));
        }

        @Override
        public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
            return TransactGetItemsResponse.builder()
                    .responses(request.transactItems().stream()
                            .map(read -> ItemResponse.builder()
                                    .item(items.getOrDefault(read.get().key(), Map.of()))
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return DynamoDbClient.SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static SequenceNumber number(int sequenceNumber) {
        return SequenceNumber.parse(Integer.toString(sequenceNumber));
    }
}
