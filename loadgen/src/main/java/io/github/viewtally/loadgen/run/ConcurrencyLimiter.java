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
 * Limits the number of concurrent tasks. Other tasks wait in a first-in, first-out queue. For use on one event loop; the
 * caller limits the queue.
 */
final class ConcurrencyLimiter {
    private final Vertx vertx;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;
    private boolean closed;

    ConcurrencyLimiter(Vertx vertx, int limit) {
        this.vertx = requireNonNull(vertx);
        this.free = limit;
    }

    /**
     * Starts the task when the limit allows it. If that is after the deadline, in the time of {@link System#nanoTime}, or
     * after {@link #close}, the task does not start and the future fails with {@link TimeoutException}.
     */
    <T> Future<T> run(long deadlineNanos, Supplier<Future<T>> task) {
        if (free > 0) {
            free--;
            return start(deadlineNanos, task);
        }
        Promise<T> end = Promise.promise();
        waiting.add(() -> start(deadlineNanos, task).onComplete(end));
        return end.future();
    }

    /** Starts no further task. */
    void close() {
        closed = true;
    }

    private <T> Future<T> start(long deadlineNanos, Supplier<Future<T>> task) {
        boolean tooLate = closed || System.nanoTime() - deadlineNanos > 0;
        return (tooLate ? this.<T>timeOut() : task.get()).onComplete(ended -> startNext());
    }

    private void startNext() {
        free++;
        if (!waiting.isEmpty()) {
            free--;
            waiting.poll().run();
        }
    }

    /** Fails asynchronously. If thousands of tasks failed synchronously, each starting the next, the stack would overflow. */
    private <T> Future<T> timeOut() {
        Promise<T> end = Promise.promise();
        vertx.runOnContext(ignored -> end.fail(new TimeoutException("no free connection in time")));
        return end.future();
    }
}
