package io.github.viewtally.api.storage;

import io.vertx.core.Context;

/** Runs tasks on one event loop, later. Tests replace it by their own clock. */
interface Scheduler {

    /** Returns the time in nanoseconds, from any start. */
    long nanoTime();

    /** Runs a task after the current event. */
    void runSoon(Runnable task);

    /** Runs a task after this time. */
    void runAfter(long millis, Runnable task);

    /** Returns the scheduler for the event loop of a context. */
    static Scheduler of(Context context) {
        return new Scheduler() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void runSoon(Runnable task) {
                context.runOnContext(go -> task.run());
            }

            @Override
            public void runAfter(long millis, Runnable task) {
                context.owner().setTimer(millis, elapsed -> task.run());
            }
        };
    }
}
