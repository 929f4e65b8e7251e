package io.github.viewtally.api.storage;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A scheduler whose time passes only when a test says so. */
final class ManualScheduler implements Scheduler {

    private record Task(long at, long number, Runnable task) {}

    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparing(Task::number));
    private long nanos;
    private long number;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void runSoon(Runnable task) {
        tasks.add(new Task(nanos, number++, task));
    }

    @Override
    public void runAfter(long millis, Runnable task) {
        tasks.add(new Task(nanos + Duration.ofMillis(millis).toNanos(), number++, task));
    }

    /** Runs all tasks of this time, in their order. */
    void advance(Duration time) {
        long end = nanos + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().at() <= end) {
            Task next = tasks.remove();
            nanos = next.at();
            next.task().run();
        }
        nanos = end;
    }
}
