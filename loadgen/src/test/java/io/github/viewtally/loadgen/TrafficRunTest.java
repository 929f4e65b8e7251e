package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
class TrafficRunTest {
    private final AtomicInteger viewsMade = new AtomicInteger();

    @Test
    void atMostAThousandEventsAreUnderWayAndTheScheduleSlipsInstead(Vertx vertx) {
        Promise<Void> firstCall = Promise.promise();
        Promise<Integer> viewsMadeWithoutAnswer = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            firstCall.tryComplete();
            viewsMadeWithoutAnswer.future().onSuccess(made -> StubApi.acknowledge(call, response));
        });
        firstCall
                .future()
                .compose(called -> vertx.timer(200, TimeUnit.MILLISECONDS))
                .onSuccess(passed -> viewsMadeWithoutAnswer.complete(viewsMade.get()));

        RunSummary summary = run(vertx.getOrCreateContext(), api, new Schedule(100_000, Duration.ofMillis(30)))
                .start()
                .await();

        // Two thirds of the events are views: about 667 of 1,000, and 2,000 of all.
        assertThat(viewsMadeWithoutAnswer.future().result()).isBetween(100, 1_000);
        assertThat(summary.sent()).isEqualTo(3_000);
        assertThat(summary.acknowledged()).isEqualTo(3_000);
        assertThat(summary.slip()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
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

        RunSummary summary = run.start().await();

        assertThat(viewsMade).hasValue(madeUntilStop.get());
        assertThat(summary.sent()).isPositive();
        assertThat(summary.acknowledged()).isEqualTo(summary.sent());
        assertThat(summary.slip()).isZero();
    }

    private TrafficRun run(Context context, StubApi api, Schedule schedule) {
        Vertx vertx = context.owner();
        TrafficSource source = new TrafficSource(new TrafficMix(5, 10, 0), 1, () -> "t" + viewsMade.incrementAndGet());
        EventSender sender = new EventSender(vertx, new ApiClient(vertx, api.url(), 16), RetryPolicy.DEFAULT);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new TrafficRun(context, source, schedule, sender, new EventLog(context, nowhere, nowhere, true));
    }
}
