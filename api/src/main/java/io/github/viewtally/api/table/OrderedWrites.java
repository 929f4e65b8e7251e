package io.github.viewtally.api.table;

import io.github.viewtally.api.http.Problem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets writes to one key begin only when the write before, with all its retries, has ended; writes to different keys go
 * at once. So the last write that a process accepted is the last that reaches the table. To be used on one event loop.
 */
final class OrderedWrites {

    private final int mostUnderWay;
    private final Duration longestWait;
    private final Map<String, Future<Void>> last = new HashMap<>();
    private int underWay;

    /**
     * With the bounds beyond which a write is refused.
     *
     * @param mostUnderWay writes begun or waiting
     * @param longestWait how long a write may wait for those before it
     */
    OrderedWrites(int mostUnderWay, Duration longestWait) {
        this.mostUnderWay = mostUnderWay;
        this.longestWait = longestWait;
    }

    /** Runs a write in its turn; fails with a 503 problem, without having run it, if a bound is met. */
    Future<Void> inTurn(String key, Supplier<Future<Void>> write) {
        if (underWay >= mostUnderWay) {
            return Future.failedFuture(
                    Problem.unavailable("Too many writes are under way.").asException());
        }
        underWay++;
        Future<Void> before = last.get(key);
        Future<Void> ended = before == null ? write.get() : before.transform(behind(write));
        last.put(key, ended);
        return ended.onComplete(result -> {
            underWay--;
            last.remove(key, ended);
        });
    }

    private Function<AsyncResult<Void>, Future<Void>> behind(Supplier<Future<Void>> write) {
        long accepted = System.nanoTime();
        return earlier -> System.nanoTime() - accepted > longestWait.toNanos()
                ? Future.failedFuture(Problem.unavailable("Earlier writes of the same event take too long.")
                        .asException())
                : write.get();
    }
}
