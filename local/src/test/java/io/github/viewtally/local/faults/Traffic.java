package io.github.viewtally.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many users at once. */
final class Traffic implements AutoCloseable {

    private final RetryingClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Ledger>> users = new ArrayList<>();

    Traffic(RetryingClient client) {
        this.client = client;
    }

    /** Begins; each user sends as many events as the rate gives it in this time, in a thread of its own. */
    void start(int userCount, int eventsPerSecond, Duration time) {
        Duration pace = Duration.ofSeconds(userCount).dividedBy(eventsPerSecond);
        int events = (int) time.dividedBy(pace);
        for (int number = 0; number < userCount; number++) {
            UserTraffic user = new UserTraffic(number, client);
            users.add(threads.submit(() -> user.perform(events, pace)));
        }
    }

    /** Waits until all have been answered or have given up; returns what became of it all. */
    Ledger await(Duration atMost) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        Ledger all = new Ledger();
        for (Future<Ledger> user : users) {
            all.addAll(user.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        }
        return all;
    }

    /** Ends what still goes on. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
