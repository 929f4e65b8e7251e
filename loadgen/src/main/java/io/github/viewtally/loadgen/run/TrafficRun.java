package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends events at the times of a schedule, even if earlier requests are still in flight. Events above the limit of open
 * events are dropped and counted. A run starts once.
 */
public final class TrafficRun {

    /** The result of a run: the counters of its warm-up and of the measured part. */
    public record RunResult(RunCounters warmUp, RunCounters measured) {
        public RunResult {
            requireNonNull(warmUp);
            requireNonNull(measured);
        }

        public boolean allAcknowledged() {
            return warmUp.allAcknowledged() && measured.allAcknowledged();
        }
    }

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final EventOutcome UNANSWERED =
            new EventOutcome("unanswered", "unanswered at the end of the run", PossibleEffect.STORED_LATER);

    private final Context context;
    private final Supplier<TrafficEvent> source;
    private final RunPlan plan;
    private final EventSender sender;
    private final RunListener listener;
    private final KeyedSequencer order = new KeyedSequencer();
    private final Promise<RunResult> end = Promise.promise();

    // The fields below are used on the context only.
    // By identity, because a user can send equal votes.
    private final Map<RequestBatch, RunCounters> open = new IdentityHashMap<>();
    private final RunCounters warmUp = new RunCounters();
    private final RunCounters measured = new RunCounters();
    private final long firstMeasured;
    private long startNanos = System.nanoTime();
    private RateScheduler scheduler;
    private boolean stopping;
    private boolean over;
    private int openEvents;
    private long next;

    public TrafficRun(
            Context context, Supplier<TrafficEvent> source, RunPlan plan, EventSender sender, RunListener listener) {
        this.context = requireNonNull(context);
        this.source = requireNonNull(source);
        this.plan = requireNonNull(plan);
        this.sender = requireNonNull(sender);
        this.listener = requireNonNull(listener);
        this.firstMeasured = plan.firstMeasured();
    }

    /** Starts the run. The future completes when the schedule is over and every event has an outcome. */
    public Future<RunResult> start() {
        context.exceptionHandler(end::tryFail);
        context.runOnContext(ignored -> sendSchedule());
        return end.future();
    }

    /** Stops sending. The run ends when all open events have an outcome, but after at most 5 seconds. */
    public void stop() {
        context.runOnContext(ignored -> {
            stopping = true;
            endAfter(STOP_TIMEOUT);
            endIfDone();
        });
    }

    /** Returns the current counters, which must be read on the context. */
    public RunResult currentResult() {
        return new RunResult(warmUp, measured);
    }

    private void sendSchedule() {
        startNanos = System.nanoTime();
        scheduler = new RateScheduler(plan.schedule(), startNanos, context, this::sendDueEvents);
        if (stopping) {
            endIfDone();
        } else {
            scheduler.start();
        }
    }

    private void sendDueEvents() {
        if (stopping || over) {
            return;
        }
        long elapsed = System.nanoTime() - startNanos;
        long due = plan.schedule().due(elapsed);
        while (next < due) {
            int events = (int) Math.min(plan.batch(), plan.schedule().count() - next);
            RunCounters counters = next < firstMeasured ? warmUp : measured;
            if (openEvents + events > plan.maxOpen()) {
                counters.notSent(events);
            } else {
                send(events, counters, startNanos + plan.schedule().dueNanos(next));
            }
            next += events;
        }
        if (plan.schedule().isOver(elapsed)) {
            over = true;
            // Each event times out by itself. This timeout is for a response that never ends.
            endAfter(plan.eventTimeout().plus(plan.eventTimeout()));
            endIfDone();
        }
    }

    private void send(int events, RunCounters counters, long dueAt) {
        RequestBatch batch = plan.batch() == 1
                ? RequestBatch.ofOne(source.get())
                : RequestBatch.ofBatch(Stream.generate(source).limit(events).toList());
        open.put(batch, counters);
        openEvents += events;
        counters.sent(events);
        long deadlineNanos = dueAt + plan.eventTimeout().toNanos();
        order.submit(batch.keys(), () -> sender.send(batch, deadlineNanos)
                        .onSuccess(outcomes -> complete(batch, outcomes, dueAt)))
                .onFailure(end::tryFail)
                .onComplete(ignored -> endIfDone());
    }

    private void complete(RequestBatch batch, List<EventOutcome> outcomes, long dueAt) {
        RunCounters counters = open.remove(batch);
        if (counters == null) {
            return;
        }
        openEvents -= batch.events().size();
        if (outcomes.stream().anyMatch(EventOutcome::isAcknowledged)) {
            counters.recordLatency(System.nanoTime() - dueAt);
        }
        report(batch, outcomes, counters);
    }

    private void report(RequestBatch batch, List<EventOutcome> outcomes, RunCounters counters) {
        for (int i = 0; i < outcomes.size(); i++) {
            counters.completed(outcomes.get(i));
            listener.onOutcome(batch.events().get(i), outcomes.get(i));
        }
    }

    private void endIfDone() {
        if (open.isEmpty() && (stopping || over)) {
            end();
        }
    }

    private void endAfter(Duration time) {
        context.owner().setTimer(time.toMillis(), timer -> end());
    }

    private void end() {
        if (end.future().isComplete()) {
            return;
        }
        if (scheduler != null) {
            scheduler.close();
        }
        sender.stop();
        open.forEach((batch, counters) -> report(batch, ResponseClassifier.all(batch, UNANSWERED), counters));
        open.clear();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        Duration warmUpTime = elapsed.compareTo(plan.warmUp()) < 0 ? elapsed : plan.warmUp();
        warmUp.setElapsed(warmUpTime);
        measured.setElapsed(elapsed.minus(warmUpTime));
        end.tryComplete(currentResult());
    }
}
