package io.github.viewtally.api.table;

import io.github.viewtally.api.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets writes to one key begin only when the write before, with all its retries, has ended; writes to different keys go
 * at once. So the last write that a process accepted is the last that reaches the table. To be used on one event loop.
 */
final class OrderedWrites {

    private final int mostUnderWay;
    private final Duration longestWait;

    /** For every key that has a write under way, those that wait behind it. */
    private final Map<String, Queue<Turn>> waiting = new HashMap<>();

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

    private record Turn(Supplier<Future<Void>> write, Promise<Void> end, long accepted) {}

    /** Runs a write in its turn; fails with a 503 problem, without having run it, if a bound is met. */
    Future<Void> inTurn(String key, Supplier<Future<Void>> write) {
        if (underWay >= mostUnderWay) {
            return refused("Too many writes are under way.");
        }
        underWay++;
        Turn turn = new Turn(write, Promise.promise(), System.nanoTime());
        Queue<Turn> behind = waiting.get(key);
        if (behind == null) {
            waiting.put(key, new ArrayDeque<>());
            follow(key, turn, begun(write));
        } else {
            behind.add(turn);
        }
        return turn.end.future();
    }

    /** Ends a turn when its write has ended, and begins the next. A loop: thousands may have waited in vain. */
    private void follow(String key, Turn first, Future<Void> firstWrite) {
        Turn turn = first;
        Future<Void> write = firstWrite;
        while (write.isComplete()) {
            underWay--;
            write.onComplete(turn.end);
            turn = waiting.get(key).poll();
            if (turn == null) {
                waiting.remove(key);
                return;
            }
            write = begin(turn);
        }
        Turn begun = turn;
        Future<Void> ending = write;
        ending.onComplete(ended -> follow(key, begun, ending));
    }

    private Future<Void> begin(Turn turn) {
        return System.nanoTime() - turn.accepted > longestWait.toNanos()
                ? refused("Earlier writes of the same event take too long.")
                : begun(turn.write);
    }

    private static Future<Void> begun(Supplier<Future<Void>> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Future<Void> refused(String detail) {
        return Future.failedFuture(Problem.unavailable(detail).asException());
    }
}
