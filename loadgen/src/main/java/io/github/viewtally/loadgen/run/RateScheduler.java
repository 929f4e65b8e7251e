package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls back on a context whenever an event of a schedule falls due, at most every 200 µs, and when the schedule is over.
 * A thread of its own does it, for the timers of an event loop know whole milliseconds only.
 */
final class RateScheduler implements AutoCloseable {
    private static final long SHORTEST_NANOS = 200_000;

    private final Schedule schedule;
    private final Context context;
    private final Runnable due;
    private final AtomicBoolean called = new AtomicBoolean();
    private final Thread thread = new Thread(this::pace, "loadgen-pacer");
    private final long startNanos;
    private volatile boolean closed;

    /** {@code startNanos} is the start of the schedule in the time of {@link System#nanoTime}. */
    RateScheduler(Schedule schedule, long startNanos, Context context, Runnable due) {
        this.schedule = requireNonNull(schedule);
        this.startNanos = startNanos;
        this.context = requireNonNull(context);
        this.due = requireNonNull(due);
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

    private void pace() {
        while (!closed) {
            long elapsed = System.nanoTime() - startNanos;
            call();
            if (schedule.isOver(elapsed)) {
                return;
            }
            long next = Math.min(
                    schedule.intendedNanos(schedule.due(elapsed)),
                    schedule.length().toNanos());
            pauseUntil(startNanos + Math.max(next, elapsed + SHORTEST_NANOS));
        }
    }

    private void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !closed) {
            LockSupport.parkNanos(this, left);
            left = nanoTime - System.nanoTime();
        }
    }

    /** Not if the last call still waits: a busy event loop is not to be buried under calls. */
    private void call() {
        if (called.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                called.set(false);
                due.run();
            });
        }
    }
}
