package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.StubApi;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.traffic.TrafficSource;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class TrafficRunTest {
    private static final int MAX_OPEN = 1_000;

    private final AtomicInteger viewsCreated = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();

    @Test
    void dropsAndCountsEventsAboveTheLimitOfOpenEvents(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        Promise<Void> release = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            firstCall.tryComplete();
            release.future().onSuccess(now -> StubApi.acknowledge(call, response));
        });
        firstCall
                .future()
                .compose(called -> vertx.timer(200, TimeUnit.MILLISECONDS))
                .onSuccess(release::complete);

        RunCounters counters = run(vertx.getOrCreateContext(), api, new Schedule(100_000, Duration.ofMillis(30)))
                .start()
                .await()
                .measured();

        assertThat(counters.sent()).isEqualTo(1_000);
        assertThat(counters.acknowledged()).isEqualTo(1_000);
        assertThat(counters.notSent()).isEqualTo(2_000);
        assertThat(counters.allAcknowledged()).isFalse();
        assertThat(counters.micros().getTotalCount()).isEqualTo(1_000);
        assertThat(completed).hasValue(1_000);
    }

    @Test
    void aStoppedRunSendsNoMoreEventsAndWaitsForResponses(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            firstCall.tryComplete();
            vertx.setTimer(200, ignored -> StubApi.acknowledge(call, response));
        });
        Context context = vertx.getOrCreateContext();
        TrafficRun run = run(context, api, new Schedule(200, Schedule.MAX_LENGTH));
        AtomicInteger createdUntilStop = new AtomicInteger();
        firstCall.future().onSuccess(ignored -> {
            run.stop();
            context.runOnContext(stopped -> createdUntilStop.set(viewsCreated.get()));
        });

        RunCounters counters = run.start().await().measured();

        assertThat(viewsCreated).hasValue(createdUntilStop.get());
        assertThat(counters.sent()).isPositive();
        assertThat(counters.allAcknowledged()).isTrue();
    }

    @Test
    void aStoppedRunEndsWithoutResponsesAndReportsDoubt(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> firstCall.tryComplete());
        TrafficRun run = run(vertx.getOrCreateContext(), api, new Schedule(200, Schedule.MAX_LENGTH));
        firstCall.future().onSuccess(ignored -> run.stop());

        RunCounters counters = run.start().await().measured();

        assertThat(counters.elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(counters.failedByKind()).containsOnlyKeys("unanswered");
        assertThat(counters.inDoubt()).isEqualTo(counters.sent()).isPositive();
        assertThat(completed.get()).isEqualTo((int) counters.sent());
    }

    private TrafficRun run(Context context, StubApi api, Schedule schedule) {
        Vertx vertx = context.owner();
        RunPlan plan = new RunPlan(schedule, Duration.ZERO, 1, MAX_OPEN, 16, Duration.ofSeconds(30));
        TrafficSource source =
                new TrafficSource(new TrafficMix(5, 10, 0), 1, () -> "t" + viewsCreated.incrementAndGet());
        ApiClient client = new ApiClient(vertx, api.url(), 16, Duration.ofSeconds(10));
        EventSender sender = new EventSender(vertx, client, 16, RetryPolicy.DEFAULT);
        return new TrafficRun(context, source, plan, sender, (event, outcome) -> completed.incrementAndGet());
    }
}
