package io.github.viewtally.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryKey.Kind;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A DynamoDB server that stores nothing and responds immediately, so that a measurement shows only the cost of its client. It
 * reads only the operation and the length of a request.
 */
public final class NullDynamoDb {

    private static final Pattern SUMMARY_KEY = Pattern.compile("\"PK\":\\{\"S\":\"(USER|VIDEO)#([^\"]+)\"");
    private static final long VIEWS = 1_000_000;
    private static final Buffer EMPTY_RESPONSE = response("{}");
    private static final Map<String, Buffer> RESPONSES = Map.of(
            "BatchWriteItem", response("{\"UnprocessedItems\":{}}"),
            "Query", response("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}"),
            "GetItem",
                    response(
                            "{\"Item\":{\"PK\":{\"S\":\"VIDEO#5\"},\"SK\":{\"S\":\"SUMMARY\"},\"type\":{\"S\":\"VIDEO_SUMMARY\"},"
                                    + "\"videoId\":{\"S\":\"5\"},\"views\":{\"N\":\"1\"},\"duration\":{\"N\":\"42\"},"
                                    + "\"likes\":{\"N\":\"0\"},\"dislikes\":{\"N\":\"0\"}}}"));

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

    /** Returns all requested summaries with a million views. */
    private static Buffer summaries(String request) {
        String items = SUMMARY_KEY
                .matcher(request)
                .results()
                .map(match -> summary(match.group(1).equals("USER") ? Kind.USER : Kind.VIDEO, match.group(2)))
                .collect(Collectors.joining(","));
        return response("{\"Responses\":{\"" + Tables.NAME + "\":[" + items + "]},\"UnprocessedKeys\":{}}");
    }

    private static String summary(Kind kind, String id) {
        SummaryKey key = new SummaryKey(kind, id);
        return String.format(
                Locale.ROOT,
                "{\"PK\":{\"S\":\"%s\"},\"SK\":{\"S\":\"SUMMARY\"},\"type\":{\"S\":\"%s\"},\"%s\":{\"S\":\"%s\"},"
                        + "\"views\":{\"N\":\"%d\"},\"GSI2SK\":{\"S\":\"%s\"}}",
                Keys.partition(key),
                Keys.summaryType(kind),
                Keys.idAttribute(kind),
                id,
                VIEWS,
                Keys.summaryRank(key, VIEWS));
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
                            ? summaries(new String(bytes, head.bodyStart(), head.end() - head.bodyStart(), UTF_8))
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
