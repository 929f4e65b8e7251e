package io.github.viewtally.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Loggers;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request ids, and the log line of each request. */
class AccessLogTest {

    private static final Logger LOGGER = Loggers.get(AccessLog.LOGGER);

    private final List<JsonObject> lines = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getFormattedMessage().lines().map(JsonObject::new).forEach(lines::add);
        }
    };

    @BeforeEach
    void startListening() {
        appender.start();
        LOGGER.addAppender(appender);
        LOGGER.setAdditive(false);
        LOGGER.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(appender);
        LOGGER.setLevel(null);
    }

    @Nested
    class On {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("ACCESS_LOG", "true"));

        /** Lines are buffered, so a test waits for all of its own. */
        @AfterEach
        void awaitAllLines() {
            api.send(HttpMethod.GET, "/health/live", Map.of("X-Request-Id", "last"), Buffer.buffer());

            ApiUnderTest.until(() -> lines.stream().anyMatch(line -> "last".equals(line.getString("id"))));
        }

        @Test
        void logsRequestAndResponse() {
            Instant before = Instant.now();
            TestResponse response = api.get("/videos/v/views?limit=10").hasStatus(200);

            JsonObject line = onlyLine();
            assertThat(line.fieldNames())
                    .containsExactlyInAnyOrder("time", "id", "method", "path", "route", "status", "bytes", "micros");
            assertThat(Instant.parse(line.getString("time")))
                    .isBetween(before, Instant.now().plus(Duration.ofSeconds(1)));
            assertThat(line.getString("id")).isEqualTo(response.headers().get("X-Request-Id"));
            assertThat(line.getString("method")).isEqualTo("GET");
            assertThat(line.getString("path")).isEqualTo("/videos/v/views");
            assertThat(line.getString("route")).isEqualTo("/videos/{videoId}/views");
            assertThat(line.getInteger("status")).isEqualTo(200);
            assertThat(line.getInteger("bytes")).isEqualTo(response.body().length());
            assertThat(line.getLong("micros")).isNotNegative();
        }

        @Test
        void logsNoBodyQueryOrClient() {
            api.post("/votes?secret", Samples.VOTE.replace("\"u\"", "\"secret\""));
            api.get("/nothing?secret");
            api.send(HttpMethod.GET, "/", Map.of("User-Agent", "secret", "Authorization", "secret"), Buffer.buffer());

            awaitLines(3);
            assertThat(lines.toString()).doesNotContain("secret", "127.0.0.1");
        }

        @Test
        void logsRefusedRequests() throws IOException {
            api.post("/views", "{}").isProblem(400, "#/userId", "#/videoId", "#/duration");
            api.get("/nothing").isProblem(404);
            try (RawHttp connection = new RawHttp(api.port())) {
                connection.sendHead("nonsense").response().isProblem(400);
            }

            awaitLines(3);
            assertThat(lines).extracting(line -> line.getInteger("status")).containsExactly(400, 404, 400);
            assertThat(lines).extracting(line -> line.getString("route")).containsExactly("/views", "none", "none");
        }

        @Test
        void logsAnyPathInOneLine() throws IOException {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection
                        .sendHead("GET /a\"b\\c\u00e9{},%0a HTTP/1.1", "Host: viewtally")
                        .response();
                connection
                        .sendHead("GET /" + "a".repeat(5_000) + " HTTP/1.1", "Host: viewtally")
                        .response();
            }

            awaitLines(2);
            assertThat(lines.get(0).getString("path")).isEqualTo("/a\"b\\c\u00e9{},%0a");
            assertThat(lines.get(1).getString("path")).hasSize(1_024);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"a", "Az09._-", "0123456789012345678901234567890123456789012345678901234567890123"})
        void usesTheRequestIdOfTheClient(String id) {
            TestResponse response =
                    api.send(HttpMethod.GET, "/health/live", Map.of("X-Request-Id", id), Buffer.buffer());

            assertThat(response.headers().getAll("X-Request-Id")).containsExactly(id);
            assertThat(onlyLine().getString("id")).isEqualTo(id);
        }

        @ParameterizedTest(name = "[{index}]")
        @ValueSource(
                strings = {
                    "",
                    "a b",
                    "a\tb",
                    "a\"b",
                    "a/b",
                    "\u00e9",
                    "${jndi:x}",
                    "01234567890123456789012345678901234567890123456789012345678901234"
                })
        void replacesAnInvalidRequestId(String id) {
            TestResponse response =
                    api.send(HttpMethod.GET, "/health/live", Map.of("X-Request-Id", id), Buffer.buffer());

            assertThat(response.headers().getAll("X-Request-Id")).hasSize(1).doesNotContain(id);
        }

        @Test
        void createsAnIdForEachRequest() {
            String first = api.get("/nothing").headers().get("X-Request-Id");
            String second = api.get("/nothing").headers().get("X-Request-Id");

            assertThat(first).isNotEqualTo(second);
        }
    }

    @Nested
    class Off {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("ACCESS_LOG", "false"));

        @Test
        void logsNothing() {
            api.get("/health/live").hasStatus(200);
            api.get("/health/live").hasStatus(200);

            assertThat(lines).isEmpty();
        }
    }

    private JsonObject onlyLine() {
        awaitLines(1);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private void awaitLines(int count) {
        ApiUnderTest.until(() -> lines.size() >= count);
    }
}
