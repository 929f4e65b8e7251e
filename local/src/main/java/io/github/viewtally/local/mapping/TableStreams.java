package io.github.viewtally.local.mapping;

import io.github.viewtally.local.dynamodb.TableState;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Lists the streams of a table, and their shards. A table gets a new stream each time its stream is disabled and enabled again. */
final class TableStreams {

    private TableStreams() {}

    /**
     * Returns the ARNs of all streams of the table, oldest first. A stream that is older than the table is skipped, because
     * it belongs to an earlier table of the same name.
     */
    static List<String> list(DynamoDbStreamsClient streams, String tableName, TableState.Usable table) {
        List<Stream> found = new ArrayList<>();
        String last = null;
        do {
            String from = last;
            ListStreamsResponse page =
                    streams.listStreams(request -> request.tableName(tableName).exclusiveStartStreamArn(from));
            found.addAll(page.streams());
            last = page.lastEvaluatedStreamArn();
        } while (last != null);
        List<String> earlier = found.stream()
                .filter(stream -> !stream.streamArn().equals(table.streamArn()))
                .filter(stream -> !createdAt(stream).isBefore(table.createdAt()))
                .sorted(Comparator.comparing(TableStreams::createdAt))
                .map(Stream::streamArn)
                .toList();
        List<String> all = new ArrayList<>(earlier);
        all.add(table.streamArn());
        return all;
    }

    /** The label of a stream is its creation time. */
    private static Instant createdAt(Stream stream) {
        return LocalDateTime.parse(stream.streamLabel()).toInstant(ZoneOffset.UTC);
    }

    /** Returns all shards of a stream, from all pages. */
    static List<Shard> shards(DynamoDbStreamsClient streams, String streamArn) {
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
    static Optional<String> endOfShard(DynamoDbStreamsClient streams, String streamArn, String shardId) {
        return shards(streams, streamArn).stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst()
                .map(Shard::sequenceNumberRange)
                .map(SequenceNumberRange::endingSequenceNumber);
    }
}
