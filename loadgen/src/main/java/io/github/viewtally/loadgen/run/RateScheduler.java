package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls back on a context when an event of a schedule is due, at most every 200 µs, and at the end of the schedule. It uses
 * its own thread because the timers of an event loop have a resolution of a millisecond.
 */
final class RateScheduler implements AutoCloseable {
    private static final long MIN_INTERVAL_NANOS = 200_000;

    private final Schedule schedule;
    private final Context context;
    private final Runnable callback;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final Thread thread = new Thread(this::callWhenDue, "loadgen-scheduler");
    private final long startNanos;
    private volatile boolean closed;

    /** {@code startNanos} is the start of the schedule, in the time of {@link System#nanoTime}. */
    RateScheduler(Schedule schedule, long startNanos, Context context, Runnable callback) {
        this.schedule = requireNonNull(schedule);
        this.startNanos = startNanos;
        this.context = requireNonNull(context);
        this.callback = requireNonNull(callback);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void callWhenDue() {
        while (!closed) {
            long elapsed = System.nanoTime() - startNanos;
            call();
            if (schedule.isOver(elapsed)) {
                return;
            }
            long next = Math.min(
                    schedule.dueNanos(schedule.due(elapsed)), schedule.length().toNanos());
            pauseUntil(startNanos + Math.max(next, elapsed + MIN_INTERVAL_NANOS));
        }
    }

    private void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !closed) {
            LockSupport.parkNanos(this, left);
            left = nanoTime - System.nanoTime();
        }
    }

    /** Skips the call if the previous one is still queued, so that a busy event loop is not flooded. */
    private void call() {
        if (pending.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                pending.set(false);
                callback.run();
            });
        }
    }
}
