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

/** Counts how often the rank of each summary has changed, from the stream of the table. */
final class IndexMoves {

    private static final Set<String> SUMMARIES = Set.of("VIDEO_SUMMARY", "USER_SUMMARY");

    private final Map<String, Integer> moves = new HashMap<>();
    private int updates;

    private IndexMoves() {}

    /** Reads all records of the stream. */
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
            // A summary that was created for a viewer gets its first place with its first views.
            if (before.containsKey("GSI2SK") && !before.get("GSI2SK").equals(after.get("GSI2SK"))) {
                moves.merge(after.get("PK").s(), 1, Integer::sum);
            }
        }
    }

    /** Number of changes of the rank of the summary with this partition key. */
    int of(String partition) {
        return moves.getOrDefault(partition, 0);
    }

    /** Number of changes of all ranks. */
    int total() {
        return moves.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of changes of existing summaries. */
    int updates() {
        return updates;
    }
}
