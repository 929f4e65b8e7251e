package io.github.viewtally.local.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Lists the shards of a stream. */
final class StreamShards {

    private StreamShards() {}

    /** Returns all shards of the stream, from all pages. */
    static List<Shard> list(DynamoDbStreamsClient streams, String streamArn) {
        List<Shard> shards = new ArrayList<>();
        String last = null;
        do {
            String from = last;
            StreamDescription page = streams.describeStream(
                            request -> request.streamArn(streamArn).exclusiveStartShardId(from))
                    .streamDescription();
            shards.addAll(page.shards());
            last = page.lastEvaluatedShardId();
        } while (last != null);
        return shards;
    }

    /** Returns the last sequence number of a closed shard; empty if the shard is open or does not exist. */
    static Optional<String> endOf(DynamoDbStreamsClient streams, String streamArn, String shardId) {
        return list(streams, streamArn).stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst()
                .map(Shard::sequenceNumberRange)
                .map(SequenceNumberRange::endingSequenceNumber);
    }
}
