package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.TestResponse;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Live streams are limited, counted, and ended when the server stops. */
@Timeout(180)
class LiveStreamsTest {

    @RegisterExtension
    static final ApiUnderTest api =
            new ApiUnderTest(Map.of("CACHE_MS", "1000", "READ_SECONDS", "60", "MAX_LIVE_CONNECTIONS", "2"));

    private final LiveVideo video = new LiveVideo(api);
    private final LiveVideo other = new LiveVideo(api);

    @BeforeEach
    void storeOneView() {
        video.setViews(1);
    }

    @AfterEach
    void awaitEndOfStreams() {
        video.awaitEndOfStreams();
    }

    @Test
    void limitsTheStreams() throws IOException {
        try (RawHttp one = video.listen();
                RawHttp second = other.listen()) {
            one.response().hasStatus(200);
            second.response().hasStatus(200);
            TestResponse refused = api.get(video.live());
            refused.isProblem(503);
            assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
            assertThat(api.gauge("live.streams")).isEqualTo(2);
            assertThat(api.gauge("live.watched")).isEqualTo(2);
        }
        ApiUnderTest.until(() -> api.gauge("live.streams") == 0);
        api.get(video.live()).hasStatus(200);
    }

    @Test
    void doesNotReadForAVideoThatNobodyListensTo() throws IOException {
        try (RawHttp staying = other.listen()) {
            staying.response();
            try (RawHttp leaving = video.listen()) {
                leaving.response();
                video.awaitReads(2);
            }
            ApiUnderTest.until(() -> api.gauge("live.watched") == 1);
            long before = video.reads();
            other.awaitReads(other.reads() + 3);

            assertThat(video.reads()).isEqualTo(before);
        }
    }

    @Test
    void isNotARequestInFlight() throws IOException {
        try (RawHttp client = video.listen()) {
            client.response();
            ApiUnderTest.until(() -> api.gauge("http.server.requests.active") == 0);
        }
    }

    @Test
    void countsAsASuccessfulRequestWithTheTimeToItsFirstByte() throws IOException {
        long before = streams("200").count();
        try (RawHttp client = video.listen()) {
            client.response();
            video.awaitReads(3);
        }

        ApiUnderTest.until(() -> streams("200").count() > before);
        assertThat(streams("200").max(TimeUnit.MILLISECONDS)).isLessThan(1_000);
        assertThat(api.registry
                        .find("http.server.requests")
                        .tags("route", "/videos/{videoId}/summary/live", "status", "499")
                        .timers())
                .isEmpty();
    }

    @Nested
    class WhenTheServerStops {

        @RegisterExtension
        static final ApiUnderTest stopping = new ApiUnderTest(Map.of("CACHE_MS", "1000"));

        @Test
        void endsAllStreamsAtOnce() throws IOException {
            LiveVideo[] videos = {new LiveVideo(stopping), new LiveVideo(stopping), new LiveVideo(stopping)};
            RawHttp[] clients = new RawHttp[200];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = videos[i % 3].listen();
                clients[i].response().hasStatus(200);
            }
            long start = System.nanoTime();

            Future<Void> stopped = stopping.stop();

            for (RawHttp client : clients) {
                assertThat(client.chunk().length()).as("the last chunk").isZero();
                assertThat(client.isEnded()).isTrue();
                client.close();
            }
            ApiUnderTest.await(stopped);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    private static Timer streams(String status) {
        return api.registry.timer(
                "http.server.requests", "method", "GET", "route", "/videos/{videoId}/summary/live", "status", status);
    }
}
