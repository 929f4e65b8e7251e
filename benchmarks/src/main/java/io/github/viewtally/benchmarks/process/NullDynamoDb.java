package io.github.viewtally.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryKey.Kind;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A DynamoDB server that stores nothing and responds immediately, so that a measurement shows only the cost of its client. It
 * reads only the operation and the length of a request, and the keys of a {@code BatchGetItem}: every summary has a million
 * views, and every viewer exists.
 */
public final class NullDynamoDb {

    private static final String NAME_AND_TEXT = "\"(" + Keys.PK + "|" + Keys.SK + ")\":\\{\"S\":\"([^\"]+)\"\\}";
    private static final Pattern KEY = Pattern.compile("\\{" + NAME_AND_TEXT + "," + NAME_AND_TEXT + "\\}");
    private static final long VIEWS = 1_000_000;
    private static final Buffer EMPTY_RESPONSE = response("{}");
    private static final Map<String, Buffer> RESPONSES = Map.of(
            "BatchWriteItem", response("{\"UnprocessedItems\":{}}"),
            "Query", response("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}"),
            "GetItem", response("{\"Item\":" + videoSummary() + "}"));

    private NullDynamoDb() {}

    private static Buffer response(String json) {
        return Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json);
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(new ConnectionHandler(socket)))
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS)
                .actualPort();
        Commands.serve(port);
    }

    /** Returns all requested summaries and viewers, but not the spread of videos, which are not hot. */
    private static Buffer items(String request) {
        String items = KEY.matcher(request)
                .results()
                .map(key -> key.group(1).equals(Keys.PK)
                        ? item(key.group(2), key.group(4))
                        : item(key.group(4), key.group(2)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(","));
        return response("{\"Responses\":{\"" + Tables.NAME + "\":[" + items + "]},\"UnprocessedKeys\":{}}");
    }

    private static Optional<String> item(String partition, String sort) {
        return switch (sort) {
            case Keys.SPREAD -> Optional.empty();
            case Keys.SUMMARY -> Keys.parsePartition(partition).map(NullDynamoDb::summary);
            default -> Optional.of(item(List.of(text(Keys.PK, partition), text(Keys.SK, sort))));
        };
    }

    private static String summary(SummaryKey key) {
        Kind kind = key.kind();
        String attributes = String.join(
                ",",
                text(Keys.PK, Keys.partition(key)),
                text(Keys.SK, Keys.SUMMARY),
                text(Keys.TYPE, Keys.summaryType(kind)),
                text(Keys.idAttribute(kind), key.id()),
                number(Keys.VIEWS, VIEWS),
                text(Keys.GSI2SK, RankKeys.summaryRank(key, VIEWS)));
        return item(kind == Kind.VIDEO ? List.of(attributes, trend(key)) : List.of(attributes));
    }

    /** The trend of a video, of which all views are in the hour of the views of the batches, and its place in the list. */
    private static String trend(SummaryKey video) {
        TrendScore score = HalfLife.DEFAULT.weigh(new HourlyViews(Map.of("2026-01-01T00", VIEWS)));
        long epoch = score.newestEpoch().orElseThrow();
        Place place = Place.of(video, HalfLife.DEFAULT, score);
        return String.join(
                ",",
                number(
                        TrendItems.attribute(HalfLife.DEFAULT, epoch),
                        score.byEpoch().get(epoch)),
                text(Keys.GSI3PK, place.partition()),
                text(Keys.GSI3SK, place.sortKey()));
    }

    private static String videoSummary() {
        return item(List.of(
                text(Keys.PK, Keys.video("5")),
                text(Keys.SK, Keys.SUMMARY),
                text(Keys.TYPE, Keys.summaryType(Kind.VIDEO)),
                text(Keys.VIDEO_ID, "5"),
                number(Keys.VIEWS, 1),
                number(Keys.DURATION, 42),
                number(Keys.LIKES, 0),
                number(Keys.DISLIKES, 0)));
    }

    private static String item(List<String> attributes) {
        return "{" + String.join(",", attributes) + "}";
    }

    private static String text(String name, String value) {
        return "\"" + name + "\":{\"S\":\"" + value + "\"}";
    }

    private static String number(String name, long value) {
        return "\"" + name + "\":{\"N\":\"" + value + "\"}";
    }

    /** Handles the requests of one connection. */
    private static final class ConnectionHandler implements Handler<Buffer> {

        private final NetSocket socket;
        private Buffer received = Buffer.buffer();

        ConnectionHandler(NetSocket socket) {
            this.socket = socket;
        }

        @Override
        public void handle(Buffer more) {
            received = received.length() == 0 ? more : received.appendBuffer(more);
            while (handleNext()) {
                continue;
            }
        }

        private boolean handleNext() {
            byte[] bytes = received.getBytes();
            HttpHead head = HttpHead.of(bytes);
            if (head == null || bytes.length < head.end()) {
                return false;
            }
            String operation = operation(bytes, head.bodyStart());
            socket.write(
                    operation.equals("BatchGetItem")
                            ? items(new String(bytes, head.bodyStart(), head.end() - head.bodyStart(), UTF_8))
                            : RESPONSES.getOrDefault(operation, EMPTY_RESPONSE));
            received = received.length() == head.end() ? Buffer.buffer() : received.getBuffer(head.end(), bytes.length);
            return true;
        }

        private static String operation(byte[] bytes, int headEnd) {
            int dot = HttpHead.find(bytes, headEnd, "dynamodb_20120810.");
            int start = dot + "dynamodb_20120810.".length();
            int end = start;
            while (dot >= 0 && bytes[end] != '\r') {
                end++;
            }
            return dot < 0 ? "" : new String(bytes, start, end - start, StandardCharsets.US_ASCII);
        }
    }
}
