package io.github.viewtally.api.storage;

import io.github.viewtally.api.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Lets many writes share few calls. A few calls are under way at most; whenever one returns, whatever waits leaves with the
 * next, up to 25 items together. So an idle process adds no delay, and a busy one pays for one call where it would for 25.
 *
 * <p>The writes to one key keep their order: one is under way at most, and of those that wait behind it only the last is
 * ever sent, for it replaces the others, which end as it ends. A write whose call fails in passing waits and is sent again,
 * while its patience lasts. To be used on the event loop of its context.
 */
final class WriteQueue {

    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final int MOST_DOUBLINGS = 5;
    private static final long SWEEP_MILLIS = 250;

    private final BatchWriter call;
    private final Context context;
    private final WriteBounds bounds;
    private final Map<ItemWrite.Key, KeyQueue> lanes = new HashMap<>();
    private final Queue<KeyQueue> ready = new ArrayDeque<>();
    private int writes;
    private int calls;
    private boolean sendingSoon;
    private boolean sweeping;

    WriteQueue(BatchWriter call, Context context, WriteBounds bounds) {
        this.call = call;
        this.context = context;
        this.bounds = bounds;
    }

    /** Ends when DynamoDB has stored the item, or fails when nothing more is being tried. */
    Future<Void> submit(ItemWrite write) {
        if (writes >= bounds.writes()) {
            return Future.failedFuture(
                    Problem.unavailable("Too many writes are under way.").asException());
        }
        writes++;
        Promise<Void> end = Promise.promise();
        KeyQueue lane = lanes.computeIfAbsent(write.key(), KeyQueue::new);
        if (lane.accept(
                write.request(), end, System.nanoTime() + bounds.patience().toNanos())) {
            ready(lane);
        }
        return end.future();
    }

    /** How many writes are begun or wait. */
    int writes() {
        return writes;
    }

    /** At the end of this turn of the event loop, so that all that arrived in it leave together. */
    private void ready(KeyQueue lane) {
        ready.add(lane);
        sendSoon();
    }

    private void sendSoon() {
        if (!sendingSoon) {
            sendingSoon = true;
            context.runOnContext(turn -> send());
        }
    }

    private void send() {
        sendingSoon = false;
        while (calls < bounds.calls() && !ready.isEmpty()) {
            List<KeyQueue> batch = nextBatch();
            if (!batch.isEmpty()) {
                begin(batch);
            }
        }
        sweepLater();
    }

    private List<KeyQueue> nextBatch() {
        List<KeyQueue> batch = new ArrayList<>(Math.min(BatchWriter.MOST_ITEMS, ready.size()));
        long now = System.nanoTime();
        while (batch.size() < BatchWriter.MOST_ITEMS && !ready.isEmpty()) {
            KeyQueue lane = ready.peek();
            if (lane.isSentAlone() && !batch.isEmpty()) {
                return batch;
            }
            ready.remove();
            if (lane.isOverdue(now)) {
                giveUp(lane);
                continue;
            }
            batch.add(lane);
            if (lane.isSentAlone()) {
                return batch;
            }
        }
        return batch;
    }

    private void begin(List<KeyQueue> batch) {
        List<WriteRequest> requests = new ArrayList<>(batch.size());
        batch.forEach(lane -> requests.add(lane.begin()));
        calls++;
        written(requests).onComplete(ended -> {
            calls--;
            if (ended.succeeded()) {
                succeeded(batch, ended.result());
            } else {
                failed(batch, ended.cause());
            }
            sendSoon();
        });
    }

    private Future<Set<ItemWrite.Key>> written(List<WriteRequest> requests) {
        try {
            return call.write(requests);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void succeeded(List<KeyQueue> batch, Set<ItemWrite.Key> unprocessed) {
        if (unprocessed.isEmpty()) {
            batch.forEach(lane -> end(lane, null));
            return;
        }
        List<KeyQueue> again = new ArrayList<>();
        for (KeyQueue lane : batch) {
            if (unprocessed.contains(lane.key())) {
                again.add(lane);
            } else {
                end(lane, null);
            }
        }
        tryAgain(again, Problem.unavailable("The table is too busy.").asException());
    }

    private void failed(List<KeyQueue> batch, Throwable failure) {
        if (BatchWriter.mayPass(failure)) {
            tryAgain(batch, failure);
        } else if (batch.size() > 1 && BatchWriter.isOfOneItem(failure)) {
            batch.forEach(KeyQueue::sendAlone);
            tryAgain(batch, failure);
        } else {
            batch.forEach(lane -> end(lane, failure));
        }
    }

    /** Ends what a lane had under way; the last of what has come in the meantime is next. */
    private void end(KeyQueue lane, Throwable failure) {
        List<Promise<Void>> ended = lane.end();
        if (lane.isEmpty()) {
            lanes.remove(lane.key());
        } else {
            ready(lane);
        }
        complete(ended, failure);
    }

    private void tryAgain(List<KeyQueue> failed, Throwable failure) {
        int tries = 0;
        for (KeyQueue lane : failed) {
            tries = Math.max(tries, lane.failed(failure));
        }
        long most = SHORTEST_PAUSE_MILLIS << Math.min(tries, MOST_DOUBLINGS);
        context.owner().setTimer(ThreadLocalRandom.current().nextLong(1, most), timer -> failed.forEach(this::ready));
    }

    private void giveUp(KeyQueue lane) {
        Throwable failure = lane.lastFailure().orElseGet(() -> Problem.unavailable("The table does not keep up.")
                .asException());
        List<Promise<Void>> overdue = lane.giveUp();
        lanes.remove(lane.key());
        complete(overdue, failure);
    }

    private void complete(List<Promise<Void>> ends, Throwable failure) {
        writes -= ends.size();
        for (Promise<Void> end : ends) {
            if (failure == null) {
                end.complete();
            } else {
                end.fail(failure);
            }
        }
    }

    /** While all calls are under way nothing returns that would find out who has waited too long. */
    private void sweepLater() {
        if (!sweeping && !ready.isEmpty()) {
            sweeping = true;
            context.owner().setTimer(SWEEP_MILLIS, timer -> sweep());
        }
    }

    private void sweep() {
        sweeping = false;
        long now = System.nanoTime();
        List<KeyQueue> overdue = new ArrayList<>();
        ready.removeIf(lane -> lane.isOverdue(now) && overdue.add(lane));
        overdue.forEach(this::giveUp);
        sweepLater();
    }
}
