package io.github.viewtally.loadgen.removal;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.removal.EventLister.Kind;
import io.github.viewtally.loadgen.removal.EventLister.Page;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Lists and deletes the events of users, several users at a time. Blocks, and is not for an event loop. */
final class EventDeleter {
    private static final int USERS_AT_A_TIME = 16;

    private final Context context;
    private final EventLister lister;
    private final EventSender sender;
    private final Duration patience;
    private final AtomicLong deleted = new AtomicLong();

    /** The sender bounds the concurrent requests; {@code patience} is how long a deletion is tried. */
    EventDeleter(Context context, ApiClient client, EventSender sender, Duration patience) {
        this.context = requireNonNull(context);
        this.lister = new EventLister(client);
        this.sender = requireNonNull(sender);
        this.patience = requireNonNull(patience);
    }

    /** The number of events deleted so far. */
    long deleted() {
        return deleted.get();
    }

    /** Returns the users of whom not everything could be listed and deleted. */
    Set<String> deleteEventsOf(Collection<String> users) throws InterruptedException {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        Queue<String> waiting = new ConcurrentLinkedQueue<>(users);
        ExecutorService threads = Executors.newFixedThreadPool(USERS_AT_A_TIME);
        try {
            for (int i = 0; i < USERS_AT_A_TIME; i++) {
                threads.execute(() -> {
                    for (String user = waiting.poll(); user != null; user = waiting.poll()) {
                        if (!deleteEventsOf(user)) {
                            failed.add(user);
                        }
                    }
                });
            }
        } finally {
            threads.shutdown();
        }
        threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return failed;
    }

    private boolean deleteEventsOf(String user) {
        boolean all = true;
        try {
            for (Kind kind : Kind.values()) {
                Optional<String> cursor = Optional.empty();
                do {
                    Page page = lister.page(user, kind, cursor);
                    all &= delete(page.keys());
                    cursor = page.nextCursor();
                } while (cursor.isPresent());
            }
            return all;
        } catch (ApiException e) {
            return false;
        }
    }

    private boolean delete(List<TrafficEvent.Key> keys) {
        List<Future<Outcome>> deletions =
                keys.stream().map(key -> delete(key.deletion())).toList();
        return Future.join(deletions)
                .map(ended -> deletions.stream()
                        .allMatch(deletion -> deletion.result().isAcknowledged()))
                .await();
    }

    private Future<Outcome> delete(TrafficEvent deletion) {
        Promise<Outcome> outcome = Promise.promise();
        long deadline = System.nanoTime() + patience.toNanos();
        context.runOnContext(ignored -> sender.sendOne(deletion, deadline).onComplete(outcome));
        return outcome.future().onSuccess(ended -> deleted.addAndGet(ended.isAcknowledged() ? 1 : 0));
    }
}
