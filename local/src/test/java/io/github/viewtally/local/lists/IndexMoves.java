package io.github.viewtally.local.lists;

import io.github.viewtally.local.dynamodb.TestTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** How often the entries of summaries in the index have been moved, as the table's own stream tells. */
final class IndexMoves {

    private static final Set<String> SUMMARIES = Set.of("VIDEO_SUMMARY", "USER_SUMMARY");

    private final Map<String, Integer> moves = new HashMap<>();
    private int updates;

    private IndexMoves() {}

    /** Of all that has been written to the table so far. */
    static IndexMoves read(TestTable table) {
        IndexMoves moves = new IndexMoves();
        try (DynamoDbStreamsClient streams = table.newStreamsClient()) {
            streams.describeStream(request -> request.streamArn(table.streamArn()))
                    .streamDescription()
                    .shards()
                    .forEach(shard -> moves.read(streams, table.streamArn(), shard.shardId()));
        }
        return moves;
    }

    private void read(DynamoDbStreamsClient streams, String streamArn, String shardId) {
        String iterator = streams.getShardIterator(request ->
                        request.streamArn(streamArn).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse read = streams.getRecords(request -> request.shardIterator(from));
            read.records().forEach(this::count);
            iterator = read.records().isEmpty() ? null : read.nextShardIterator();
        }
    }

    private void count(Record record) {
        Map<String, AttributeValue> before = record.dynamodb().oldImage();
        Map<String, AttributeValue> after = record.dynamodb().newImage();
        boolean isUpdate = !before.isEmpty() && !after.isEmpty();
        if (isUpdate && SUMMARIES.contains(after.get("type").s())) {
            updates++;
            if (!before.get("GSI2SK").equals(after.get("GSI2SK"))) {
                moves.merge(after.get("PK").s(), 1, Integer::sum);
            }
        }
    }

    /** Of the summary with this partition key. */
    int of(String partition) {
        return moves.getOrDefault(partition, 0);
    }

    int total() {
        return moves.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How often summaries have been changed, whether moved or not, after they had been made. */
    int updates() {
        return updates;
    }
}
