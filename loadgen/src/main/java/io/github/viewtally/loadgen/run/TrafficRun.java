package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.Outcome.Trace;
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
 * Sends events at the times of a schedule, whether or not earlier ones are answered. An event whose time comes while too
 * many are open is not sent, then or later, but counted. Runs once.
 */
public final class TrafficRun {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Outcome UNANSWERED = new Outcome("unanswered", "unanswered at the end of the run", Trace.OPEN);

    private final Context context;
    private final Supplier<TrafficEvent> source;
    private final RunPlan plan;
    private final EventSender sender;
    private final RunListener listener;
    private final KeyedOrder order = new KeyedOrder();
    private final Promise<RunResult> end = Promise.promise();

    // Touched on the context only.
    // By identity: a user may well vote the same twice.
    private final Map<RequestBatch, RunCounters> open = new IdentityHashMap<>();
    private final RunCounters warmUp = new RunCounters();
    private final RunCounters measured = new RunCounters();
    private final long firstMeasured;
    private long startNanos = System.nanoTime();
    private RateScheduler pacer;
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

    /** Completes when the schedule is over and every event has been acknowledged or has failed. */
    public Future<RunResult> start() {
        context.exceptionHandler(end::tryFail);
        context.runOnContext(ignored -> begin());
        return end.future();
    }

    /** Sends no further events, and ends the run when those that are open are settled, after 5 seconds at the latest. */
    public void stop() {
        context.runOnContext(ignored -> {
            stopping = true;
            endAfter(GRACE);
            endIfDone();
        });
    }

    /** The counts so far, to be read on the context. */
    public RunResult soFar() {
        return new RunResult(warmUp, measured);
    }

    private void begin() {
        startNanos = System.nanoTime();
        pacer = new RateScheduler(plan.schedule(), startNanos, context, this::sendWhatIsDue);
        if (stopping) {
            endIfDone();
        } else {
            pacer.start();
        }
    }

    private void sendWhatIsDue() {
        if (stopping || over) {
            return;
        }
        long elapsed = System.nanoTime() - startNanos;
        long due = plan.schedule().due(elapsed);
        while (next < due) {
            int events = (int) Math.min(plan.batch(), plan.schedule().count() - next);
            RunCounters tally = next < firstMeasured ? warmUp : measured;
            if (openEvents + events > plan.mostOpen()) {
                tally.notSent(events);
            } else {
                send(events, tally, startNanos + plan.schedule().intendedNanos(next));
            }
            next += events;
        }
        if (plan.schedule().isOver(elapsed)) {
            over = true;
            // Each event gives up in time by itself; this is for an answer that never ends.
            endAfter(plan.patience().plus(plan.patience()));
            endIfDone();
        }
    }

    private void send(int events, RunCounters tally, long intended) {
        RequestBatch shipment = plan.batch() == 1
                ? RequestBatch.ofOne(source.get())
                : RequestBatch.ofBatch(Stream.generate(source).limit(events).toList());
        open.put(shipment, tally);
        openEvents += events;
        tally.sent(events);
        long deadline = intended + plan.patience().toNanos();
        order.submit(shipment.keys(), () -> sender.send(shipment, deadline)
                        .onSuccess(outcomes -> settle(shipment, outcomes, intended)))
                .onFailure(end::tryFail)
                .onComplete(ignored -> endIfDone());
    }

    private void settle(RequestBatch shipment, List<Outcome> outcomes, long intended) {
        RunCounters tally = open.remove(shipment);
        if (tally == null) {
            return;
        }
        openEvents -= shipment.events().size();
        if (outcomes.stream().anyMatch(Outcome::isAcknowledged)) {
            tally.took(System.nanoTime() - intended);
        }
        tell(shipment, outcomes, tally);
    }

    private void tell(RequestBatch shipment, List<Outcome> outcomes, RunCounters tally) {
        for (int i = 0; i < outcomes.size(); i++) {
            tally.settled(outcomes.get(i));
            listener.settled(shipment.events().get(i), outcomes.get(i));
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
        if (pacer != null) {
            pacer.close();
        }
        sender.halt();
        open.forEach((shipment, tally) -> tell(shipment, ResponseClassifier.all(shipment, UNANSWERED), tally));
        open.clear();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        Duration warmedUp = elapsed.compareTo(plan.warmUp()) < 0 ? elapsed : plan.warmUp();
        warmUp.lasted(warmedUp);
        measured.lasted(elapsed.minus(warmedUp));
        end.tryComplete(soFar());
    }
}
