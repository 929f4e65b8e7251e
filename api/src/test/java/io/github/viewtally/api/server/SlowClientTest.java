package io.github.viewtally.api.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that send almost nothing lose their connections. */
@Order(2)
@Timeout(180)
class SlowClientTest {

    private static final int BETWEEN_BYTES_MILLIS = 50;
    private static final String[] POST = {"POST /votes HTTP/1.1", "Host: viewtally", "Content-Type: application/json"};

    /** The tests run at the same time, because most of them wait for a time-out of a second or two. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class WhileSending {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("RECEIVE_SECONDS", "1", "IDLE_SECONDS", "2"));

        @Test
        void closesASilentConnection() throws IOException {
            try (RawHttp connection = new RawHttp(api.port())) {
                assertThat(connection.isEnded()).isTrue();
            }
        }

        @Test
        void closesAConnectionWithASlowHead() throws Exception {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection.send("GET /videos/".getBytes(ISO_8859_1));

                assertClosedWhileSending(connection);
            }
        }

        @Test
        void closesAConnectionWithASlowLaterHead() throws Exception {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection
                        .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);

                assertClosedWhileSending(connection);
            }
        }

        @Test
        void closesAnIdleConnection() throws IOException {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection
                        .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);

                assertThat(connection.isEnded()).isTrue();
            }
        }

        @Test
        void respondsAndClosesAConnectionWithASlowBody() throws Exception {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection
                        .sendHead(POST[0], POST[1], POST[2], "Content-Length: 60000")
                        .send("{".getBytes(ISO_8859_1));

                TestResponse response = connection.response();
                response.isProblem(408);
                response.hasHeadersOfEveryResponse();
                assertThat(response.headers().get("Connection")).isEqualTo("close");
                assertClosedWhileSending(connection);
            }
            assertThat(api.dynamoDb.calls()).isEmpty();
        }

        @Test
        void doesNotStoreALateBody() throws Exception {
            try (RawHttp connection = new RawHttp(api.port())) {
                byte[] body = Samples.VOTE.getBytes(ISO_8859_1);
                connection
                        .sendHead(POST[0], POST[1], POST[2], "Content-Length: " + body.length)
                        .send("{".getBytes(ISO_8859_1));
                connection.response().isProblem(408);

                connection.send(Samples.VOTE.substring(1).getBytes(ISO_8859_1));

                assertThat(connection.isEnded()).isTrue();
            }
            assertThat(api.dynamoDb.calls()).isEmpty();
        }

        /** The rest of the body is read and dropped for a limited time, so that the client receives the response. */
        @Test
        void closesAConnectionWithASlowRefusedBody() throws Exception {
            try (RawHttp connection = new RawHttp(api.port())) {
                connection.sendHead(POST[0], POST[1], POST[2], "Content-Length: 60000000");

                connection.response().isProblem(413);

                assertClosedWhileSending(connection);
            }
        }
    }

    @Nested
    class WhileWaiting {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("RECEIVE_SECONDS", "1", "IDLE_SECONDS", "2"));

        /** The response takes longer than the receive timeout and the idle timeout. */
        @Test
        void keepsAConnectionThatWaitsForItsResponse() throws Exception {
            HeldWrites table = new HeldWrites();
            api.dynamoDb.respondAfter(table::hold);
            try (RawHttp waiting = new RawHttp(api.port());
                    RawHttp idle = new RawHttp(api.port())) {
                waiting.sendHead(POST[0], POST[1], POST[2], "Content-Length: " + Samples.VOTE.length())
                        .send(Samples.VOTE.getBytes(ISO_8859_1));
                HeldWrites.HeldCall write = table.next();
                idle.sendHead("GET /health/live HTTP/1.1", "Host: viewtally").response();
                assertThat(idle.isEnded()).isTrue();

                write.response().complete(null);

                waiting.response().hasStatus(200);
            }
        }
    }

    @Nested
    class BeyondTheBound {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("MAX_CONNECTIONS", "3"));

        @Test
        void limitsTheConnections() throws Exception {
            // The server may not have noticed yet that clients of other tests have closed their connections.
            ApiUnderTest.until(() -> api.gauge("http.server.connections") == 0);
            try (RawHttp first = new RawHttp(api.port());
                    RawHttp second = new RawHttp(api.port());
                    RawHttp third = new RawHttp(api.port())) {
                for (RawHttp connection : new RawHttp[] {first, second, third}) {
                    connection
                            .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                            .response()
                            .hasStatus(200);
                }
                try (RawHttp refused = new RawHttp(api.port())) {
                    assertThatThrownBy(() -> refused.sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                                    .response())
                            .isInstanceOf(IOException.class);
                }
                first.sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                        .response()
                        .hasStatus(200);
            }
            ApiUnderTest.until(BeyondTheBound::isServed);
        }

        private static boolean isServed() {
            try (RawHttp connection = new RawHttp(api.port())) {
                return connection
                                .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                                .response()
                                .status()
                        == 200;
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static void assertClosedWhileSending(RawHttp connection) {
        assertThatThrownBy(() -> {
                    while (true) {
                        connection.send("a".getBytes(ISO_8859_1));
                        TimeUnit.MILLISECONDS.sleep(BETWEEN_BYTES_MILLIS);
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
