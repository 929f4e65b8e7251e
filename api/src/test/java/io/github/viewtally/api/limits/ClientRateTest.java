package io.github.viewtally.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limit on the events per second of each client. */
class ClientRateTest {

    private static final int RATE = 20;

    @Nested
    class ByAddress {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(
                Map.of("CLIENT_RATE", Integer.toString(RATE), "TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"));

        @Test
        void refusesEventsAboveTheRateAndDoesNotStoreThem() {
            TestResponse response = sendUntilRefused("192.0.2.1");

            response.isProblem(429);
            assertThat(response.headers().get("Retry-After")).isEqualTo("1");
            assertThat(api.dynamoDb.items().size()).isBetween(RATE, 3 * RATE);
        }

        @Test
        void limitsEachClientSeparately() {
            batch("192.0.2.2", 10 * RATE).hasStatus(200);

            view("192.0.2.3", "other").hasStatus(201);
            view("1.1.1.1, 192.0.2.2", "forged").isProblem(429);
        }

        @Test
        void countsEveryEventOfABatchInRetryAfter() {
            batch("192.0.2.4", 10 * RATE).hasStatus(200);

            TestResponse refused = batch("192.0.2.4", 1);

            refused.isProblem(429);
            assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(8, 9);
        }

        @Test
        void limitsDeletionsToo() {
            batch("192.0.2.5", 10 * RATE).hasStatus(200);

            api.send(HttpMethod.DELETE, "/users/u/votes/v", Map.of("X-Forwarded-For", "192.0.2.5"), Buffer.buffer())
                    .isProblem(429);
        }

        @Test
        void doesNotLimitReads() {
            sendUntilRefused("192.0.2.6");

            for (int i = 0; i < 3 * RATE; i++) {
                api.send(HttpMethod.GET, "/videos/v/summary", Map.of("X-Forwarded-For", "192.0.2.6"), Buffer.buffer())
                        .hasStatus(200);
            }
        }

        private TestResponse sendUntilRefused(String client) {
            TestResponse response = view(client, "0");
            for (int i = 1; response.status() == 201; i++) {
                response = view(client, Integer.toString(i));
            }
            return response;
        }

        private TestResponse view(String client, String user) {
            JsonObject view =
                    new JsonObject().put("userId", user).put("videoId", "v").put("duration", 1);
            return api.send(HttpMethod.POST, "/views", headers(client), view.toBuffer());
        }

        private TestResponse batch(String client, int events) {
            JsonArray votes = new JsonArray(IntStream.range(0, events)
                    .mapToObj(i -> new JsonObject()
                            .put("type", "VOTE")
                            .put("userId", "u" + i)
                            .put("videoId", "v")
                            .put("voteType", "LIKE"))
                    .toList());
            return api.send(
                    HttpMethod.POST,
                    "/events",
                    headers(client),
                    new JsonObject().put("events", votes).toBuffer());
        }

        private static Map<String, String> headers(String client) {
            return Map.of("Content-Type", "application/json", "X-Forwarded-For", client);
        }
    }
}
