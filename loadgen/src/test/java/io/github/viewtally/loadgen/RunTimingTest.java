package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests that measure time. They run alone, so that other tests do not delay them. */
@ExtendWith(VertxExtension.class)
@Timeout(180)
@Isolated
class RunTimingTest {

    private final Cli cli = new Cli();

    @Test
    void sendsEventsOnScheduleForTheGivenDuration(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        cli.run(api, "--rate=5", "--duration=600ms");

        long spreadNanos = api.requests.get(2).nanoTime() - api.requests.get(0).nanoTime();
        assertThat(api.requests).hasSize(3);
        assertThat(spreadNanos).isGreaterThan(150_000_000);
        assertThat(cli.outLines().get(3)).containsPattern(" in (0\\.[6-9]|[1-9]\\.\\d) s \\(");
    }

    @Test
    void showsAStallInTheLatencyOfAllDelayedEvents(Vertx vertx) {
        AtomicBoolean stalled = new AtomicBoolean();
        Promise<Void> release = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (stalled.compareAndSet(false, true)) {
                vertx.setTimer(500, timer -> release.complete());
            }
            release.future().onSuccess(passed -> StubApi.acknowledge(call, response));
        });

        cli.run(api, "--rate=1000", "--duration=1s", "--connections=1", "--json");

        // About half of the events are due during the stall and wait for half of it on average.
        JsonObject latency = new JsonObject(cli.out.toString()).getJsonObject("latencyMillis");
        assertThat(latency.getDouble("p90")).isGreaterThan(350);
        assertThat(latency.getDouble("max")).isGreaterThan(490);
    }

    @Test
    void measuresFreshnessFromAcknowledgementToVisibility(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 300);

        cli.run(api.stub, "--verify", "--settle=2s", "--json", "--quiet", "--seed=1", "--rate=200", "--duration=1s");

        JsonObject freshness =
                new JsonObject(cli.out.toString()).getJsonObject("verification").getJsonObject("freshnessMillis");
        assertThat(freshness.getLong("count")).isEqualTo(10);
        assertThat(freshness.getLong("unseen")).isZero();
        assertThat(freshness.getDouble("p50")).isCloseTo(350, within(75.0));
    }
}
