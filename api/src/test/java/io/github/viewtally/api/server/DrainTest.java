package io.github.viewtally.api.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stopping: requests in flight are completed, and new connections are refused. */
@Timeout(180)
class DrainTest {

    @Nested
    class AtOnce {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of());

        @Test
        void completesRequestsInFlightAndRefusesConnections() throws Exception {
            HeldWrites table = new HeldWrites();
            api.dynamoDb.respondAfter(table::hold);
            int port = api.port();
            try (RawHttp idle = new RawHttp(port)) {
                idle.sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
                Future<TestResponse> response =
                        api.begin(HttpMethod.POST, "/votes", ApiUnderTest.JSON, Buffer.buffer(Samples.VOTE));
                HeldWrites.HeldCall write = table.next();

                Future<Void> stopped = api.stop();

                assertThat(idle.isEnded()).isTrue();
                awaitRefusal(port);
                assertThat(response.isComplete() || stopped.isComplete()).isFalse();
                write.response().complete(null);
                ApiUnderTest.await(response).hasStatus(200);
                ApiUnderTest.await(stopped);
            }
            assertThat(api.dynamoDb.items()).hasSize(1);
        }
    }

    @Nested
    class WhileRequestsStillArrive {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of());

        @Test
        void servesTheRestOfABodyAndTheNextRequestOfAnOpenConnection() throws Exception {
            try (RawHttp slow = new RawHttp(api.port());
                    RawHttp idle = new RawHttp(api.port())) {
                idle.sendHead("GET /videos/v/summary HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
                byte[] vote = Samples.VOTE.getBytes(ISO_8859_1);
                slow.sendHead(
                                "POST /votes HTTP/1.1",
                                "Host: viewtally",
                                "Content-Type: application/json",
                                "Content-Length: " + vote.length)
                        .send(Arrays.copyOf(vote, 10));
                int port = api.port();

                Future<Void> stopped = api.stop();
                awaitRefusal(port);

                TestResponse last = idle.sendHead("GET /videos/v/summary HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
                assertThat(last.headers().get("Connection")).isEqualTo("close");
                slow.send(Arrays.copyOfRange(vote, 10, vote.length)).response().hasStatus(200);
                assertThat(slow.isEnded()).isTrue();
                assertThat(idle.isEnded()).isTrue();
                ApiUnderTest.await(stopped);
            }
            assertThat(api.dynamoDb.items()).hasSize(1);
        }
    }

    @Nested
    class AfterNotice {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("DRAIN_NOTICE_SECONDS", "2"));

        @Test
        void reportsNotReadyBeforeItRefusesConnections() throws Exception {
            api.get("/health/ready").hasStatus(200);
            int port = api.port();

            Future<Void> stopped = api.stop();

            try (RawHttp connection = new RawHttp(port)) {
                while (connection
                                .sendHead("GET /health/ready HTTP/1.1", "Host: viewtally")
                                .response()
                                .status()
                        == 200) {
                    Thread.onSpinWait();
                }
                connection
                        .sendHead("GET /videos/v/summary HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
                connection
                        .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
            }
            ApiUnderTest.await(stopped);
            assertThatThrownBy(() -> new RawHttp(port).close()).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class WithTheProcess {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of());

        @Test
        void completesRequestsInFlight() throws Exception {
            HeldWrites table = new HeldWrites();
            api.dynamoDb.respondAfter(table::hold);
            try (RawHttp connection = new RawHttp(api.port())) {
                connection
                        .sendHead(
                                "POST /votes HTTP/1.1",
                                "Host: viewtally",
                                "Content-Type: application/json",
                                "Content-Length: " + Samples.VOTE.length())
                        .send(Samples.VOTE.getBytes(ISO_8859_1));
                HeldWrites.HeldCall write = table.next();
                int port = api.port();

                Future<Void> closed = api.close();

                awaitRefusal(port);
                assertThat(closed.isComplete()).isFalse();
                write.response().complete(null);
                connection.response().hasStatus(200);
                assertThat(connection.isEnded()).isTrue();
                ApiUnderTest.await(closed);
            }
        }
    }

    private static void awaitRefusal(int port) {
        boolean taken = true;
        while (taken) {
            try (RawHttp connection = new RawHttp(port)) {
                connection.sendHead("GET /health/live HTTP/1.1", "Host: viewtally");
            } catch (IOException e) {
                taken = false;
            }
        }
    }
}
