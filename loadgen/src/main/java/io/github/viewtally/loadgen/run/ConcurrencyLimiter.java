package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs at most so many tasks at a time; the others wait, first come, first served. For use on one event loop; the caller
 * bounds the number of tasks.
 */
final class ConcurrencyLimiter {
    private final Vertx vertx;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;
    private boolean closed;

    ConcurrencyLimiter(Vertx vertx, int count) {
        this.vertx = requireNonNull(vertx);
        this.free = count;
    }

    /**
     * Begins the task as soon as a lane is free. If that is after the deadline, in the time of
     * {@link System#nanoTime}, or after {@link #close}, the task is not begun, and the future fails with
     * {@link TimeoutException}.
     */
    <T> Future<T> run(long deadline, Supplier<Future<T>> task) {
        if (free > 0) {
            free--;
            return begin(deadline, task);
        }
        Promise<T> end = Promise.promise();
        waiting.add(() -> begin(deadline, task).onComplete(end));
        return end.future();
    }

    /** Begins no further task. */
    void close() {
        closed = true;
    }

    private <T> Future<T> begin(long deadline, Supplier<Future<T>> task) {
        boolean late = closed || System.nanoTime() - deadline > 0;
        return (late ? this.<T>tooLate() : task.get()).onComplete(ended -> handOver());
    }

    private void handOver() {
        free++;
        if (!waiting.isEmpty()) {
            free--;
            waiting.poll().run();
        }
    }

    /** Fails later: thousands that fail at once, each making the next begin, would overflow the stack. */
    private <T> Future<T> tooLate() {
        Promise<T> end = Promise.promise();
        vertx.runOnContext(ignored -> end.fail(new TimeoutException("no free connection in time")));
        return end.future();
    }
}
