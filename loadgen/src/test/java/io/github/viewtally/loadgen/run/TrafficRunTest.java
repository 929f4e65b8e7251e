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
@Timeout(30)
class TrafficRunTest {
    private static final int MOST_OPEN = 1_000;

    private final AtomicInteger viewsMade = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();

    @Test
    void whatFallsDueWhileTooManyAreOpenIsCountedAndNeverSent(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        Promise<Void> goOn = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            firstCall.tryComplete();
            goOn.future().onSuccess(now -> StubApi.acknowledge(call, response));
        });
        firstCall
                .future()
                .compose(called -> vertx.timer(200, TimeUnit.MILLISECONDS))
                .onSuccess(goOn::complete);

        RunCounters tally = run(vertx.getOrCreateContext(), api, new Schedule(100_000, Duration.ofMillis(30)))
                .start()
                .await()
                .measured();

        assertThat(tally.sent()).isEqualTo(1_000);
        assertThat(tally.acknowledged()).isEqualTo(1_000);
        assertThat(tally.notSent()).isEqualTo(2_000);
        assertThat(tally.allAcknowledged()).isFalse();
        assertThat(tally.micros().getTotalCount()).isEqualTo(1_000);
        assertThat(settled).hasValue(1_000);
    }

    @Test
    void aStoppedRunSendsNothingMoreAndWaitsForTheAnswers(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            firstCall.tryComplete();
            vertx.setTimer(200, ignored -> StubApi.acknowledge(call, response));
        });
        Context context = vertx.getOrCreateContext();
        TrafficRun run = run(context, api, new Schedule(200, Schedule.ENDLESS));
        AtomicInteger madeUntilStop = new AtomicInteger();
        firstCall.future().onSuccess(ignored -> {
            run.stop();
            context.runOnContext(stopped -> madeUntilStop.set(viewsMade.get()));
        });

        RunCounters tally = run.start().await().measured();

        assertThat(viewsMade).hasValue(madeUntilStop.get());
        assertThat(tally.sent()).isPositive();
        assertThat(tally.allAcknowledged()).isTrue();
    }

    @Test
    void aStoppedRunEndsEvenIfNoAnswerComesAndSaysThatTheyAreInDoubt(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> firstCall.tryComplete());
        TrafficRun run = run(vertx.getOrCreateContext(), api, new Schedule(200, Schedule.ENDLESS));
        firstCall.future().onSuccess(ignored -> run.stop());

        RunCounters tally = run.start().await().measured();

        assertThat(tally.elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(tally.failedByKind()).containsOnlyKeys("unanswered");
        assertThat(tally.inDoubt()).isEqualTo(tally.sent()).isPositive();
        assertThat(settled.get()).isEqualTo((int) tally.sent());
    }

    private TrafficRun run(Context context, StubApi api, Schedule schedule) {
        Vertx vertx = context.owner();
        RunPlan plan = new RunPlan(schedule, Duration.ZERO, 1, MOST_OPEN, 16, Duration.ofSeconds(30));
        TrafficSource source = new TrafficSource(new TrafficMix(5, 10, 0), 1, () -> "t" + viewsMade.incrementAndGet());
        ApiClient client = new ApiClient(vertx, api.url(), 16, Duration.ofSeconds(10));
        EventSender sender = new EventSender(vertx, client, 16, RetryPolicy.DEFAULT);
        return new TrafficRun(context, source, plan, sender, (event, outcome) -> settled.incrementAndGet());
    }
}
