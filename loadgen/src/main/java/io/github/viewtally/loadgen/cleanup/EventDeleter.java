package io.github.viewtally.loadgen.cleanup;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.cleanup.EventLister.EventPage;
import io.github.viewtally.loadgen.cleanup.EventLister.EventType;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.traffic.EventKey;
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

/** Lists and deletes the events of users, several users at a time. It blocks and must not run on an event loop. */
final class EventDeleter {
    private static final int CONCURRENT_USERS = 16;

    private final Context context;
    private final EventLister lister;
    private final EventSender sender;
    private final Duration timeout;
    private final AtomicLong deleted = new AtomicLong();

    /** The sender limits the concurrent requests. {@code timeout} is the maximum time for a deletion with its retries. */
    EventDeleter(Context context, ApiClient client, EventSender sender, Duration timeout) {
        this.context = requireNonNull(context);
        this.lister = new EventLister(client);
        this.sender = requireNonNull(sender);
        this.timeout = requireNonNull(timeout);
    }

    /** Returns the number of events deleted so far. */
    long deleted() {
        return deleted.get();
    }

    /** Deletes the events of users. Returns the users for whom a list or a deletion failed. */
    Set<String> deleteEventsOf(Collection<String> users) throws InterruptedException {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        Queue<String> waiting = new ConcurrentLinkedQueue<>(users);
        ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT_USERS);
        try {
            for (int i = 0; i < CONCURRENT_USERS; i++) {
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
            for (EventType type : EventType.values()) {
                Optional<String> cursor = Optional.empty();
                do {
                    EventPage page = lister.page(user, type, cursor);
                    all &= delete(page.keys());
                    cursor = page.nextCursor();
                } while (cursor.isPresent());
            }
            return all;
        } catch (ApiException e) {
            return false;
        }
    }

    private boolean delete(List<EventKey> keys) {
        List<Future<EventOutcome>> deletions =
                keys.stream().map(key -> delete(key.deletion())).toList();
        return Future.join(deletions)
                .map(ended -> deletions.stream()
                        .allMatch(deletion -> deletion.result().isAcknowledged()))
                .await();
    }

    private Future<EventOutcome> delete(TrafficEvent deletion) {
        Promise<EventOutcome> outcome = Promise.promise();
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        context.runOnContext(ignored -> sender.sendOne(deletion, deadlineNanos).onComplete(outcome));
        return outcome.future().onSuccess(ended -> deleted.addAndGet(ended.isAcknowledged() ? 1 : 0));
    }
}
