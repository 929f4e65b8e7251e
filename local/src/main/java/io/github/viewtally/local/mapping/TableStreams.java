package io.github.viewtally.local.mapping;

import io.github.viewtally.local.dynamodb.TableState;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Lists the streams of a table. A table gets a new stream each time its stream is disabled and enabled again. */
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
}
