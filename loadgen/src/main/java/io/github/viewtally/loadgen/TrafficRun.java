package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * Sends events at the times of a schedule, whether or not earlier ones are answered, but with at most
 * {@value #MOST_UNDER_WAY} under way: then the schedule slips, and no event is left out. Runs once.
 */
final class TrafficRun {
    static final int MOST_UNDER_WAY = 1_000;

    private static final long TICK_MILLIS = 5;
    private static final long GRACE_MILLIS = 5_000;

    private final Context context;
    private final TrafficSource source;
    private final Schedule schedule;
    private final EventSender sender;
    private final EventLog log;
    private final KeyedOrder order = new KeyedOrder();
    private final Promise<RunSummary> end = Promise.promise();

    // Touched on the context only.
    private long startNanos = System.nanoTime();
    private long tickTimer = -1;
    private boolean stopping;
    private int underWay;
    private long sent;
    private long acknowledged;
    private long failed;
    private long slipNanos;

    TrafficRun(Context context, TrafficSource source, Schedule schedule, EventSender sender, EventLog log) {
        this.context = requireNonNull(context);
        this.source = requireNonNull(source);
        this.schedule = requireNonNull(schedule);
        this.sender = requireNonNull(sender);
        this.log = requireNonNull(log);
    }

    /** Completes when the schedule is over and every event has been acknowledged or has failed. */
    Future<RunSummary> start() {
        context.exceptionHandler(end::tryFail);
        context.runOnContext(ignored -> begin());
        return end.future();
    }

    /** Sends no further events, and ends the run when those under way are settled, after 5 seconds at the latest. */
    void stop() {
        context.runOnContext(ignored -> {
            stopping = true;
            context.owner().setTimer(GRACE_MILLIS, timer -> end());
            endIfDone();
        });
    }

    private void begin() {
        startNanos = System.nanoTime();
        if (!stopping) {
            tickTimer = context.owner().setPeriodic(TICK_MILLIS, ignored -> tick());
            tick();
        }
    }

    private void tick() {
        long due = stopping ? sent : schedule.due(elapsedNanos());
        while (sent < due && underWay < MOST_UNDER_WAY) {
            send(source.next());
        }
        if (sent < due) {
            slipNanos = Math.max(slipNanos, elapsedNanos() - schedule.intendedNanos(sent));
        }
        endIfDone();
    }

    private void send(TrafficEvent event) {
        sent++;
        underWay++;
        order.submit(event.key(), () -> sender.send(event))
                .transform(result -> settle(event, result))
                .onComplete(ignored -> {
                    underWay--;
                    endIfDone();
                });
    }

    private Future<Void> settle(TrafficEvent event, AsyncResult<Void> result) {
        if (end.future().isComplete()) {
            return Future.succeededFuture();
        }
        if (result.succeeded()) {
            acknowledged++;
            return log.acknowledged(event);
        }
        failed++;
        return log.failed(event, result.cause());
    }

    private void endIfDone() {
        boolean allSent = schedule.isOver(elapsedNanos()) && sent == schedule.count();
        if (underWay == 0 && (stopping || allSent)) {
            end();
        }
    }

    private void end() {
        context.owner().cancelTimer(tickTimer);
        Duration elapsed = Duration.ofNanos(elapsedNanos());
        end.tryComplete(new RunSummary(sent, acknowledged, failed, elapsed, Duration.ofNanos(slipNanos)));
    }

    private long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }
}
