package io.github.viewtally.api.tracing;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An API whose spans are kept in memory, and whose writes leave one call after the other. */
abstract class TracingFixture {

    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String CLIENT_SPAN = "b7ad6b7169203331";
    static final String SAMPLED = "00-" + TRACE + "-" + CLIENT_SPAN + "-01";
    static final String NOT_SAMPLED = "00-" + TRACE + "-" + CLIENT_SPAN + "-00";

    static final String POST = "POST /views";
    static final String WRITE = "DynamoDB.BatchWriteItem";

    final Spans spans = new Spans();
    TracedApi api;

    @BeforeEach
    void start() throws TimeoutException {
        api = new TracedApi(spans.tracing, Map.of("WRITE_CALLS", "1"));
    }

    @AfterEach
    void stop() throws TimeoutException {
        api.close();
    }

    Future<TestResponse> begin(String user, String traceparent) {
        Map<String, String> headers = new HashMap<>(ApiUnderTest.JSON);
        headers.put("traceparent", traceparent);
        return api.begin(HttpMethod.POST, "/views", headers, view(user));
    }

    static String view(String user) {
        return new JsonObject()
                .put("userId", user)
                .put("videoId", "v")
                .put("duration", 1)
                .put("timestamp", "2024-01-01T00:00:00Z")
                .encode();
    }

    static String hex(int number, int digits) {
        return "0".repeat(digits - 1) + number;
    }
}
