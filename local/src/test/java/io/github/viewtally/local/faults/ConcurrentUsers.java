package io.github.viewtally.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Users who send events at the same time, each in its own thread. */
final class ConcurrentUsers implements AutoCloseable {

    private final RetryingClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<PostedEvents>> users = new ArrayList<>();

    ConcurrentUsers(RetryingClient client) {
        this.client = client;
    }

    /** Starts users who together send this number of events per second for this time. */
    void start(int userCount, int eventsPerSecond, Duration time) {
        Duration pace = Duration.ofSeconds(userCount).dividedBy(eventsPerSecond);
        int events = (int) time.dividedBy(pace);
        for (int number = 0; number < userCount; number++) {
            UserTraffic user = new UserTraffic(number, client);
            users.add(threads.submit(() -> user.perform(events, pace)));
        }
    }

    /** Waits until all events are acknowledged or no longer retried, and returns the events of all users. */
    PostedEvents await(Duration atMost) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        PostedEvents all = new PostedEvents();
        for (Future<PostedEvents> user : users) {
            all.addAll(user.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        }
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
