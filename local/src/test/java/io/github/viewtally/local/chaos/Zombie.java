package io.github.viewtally.local.chaos;

import java.util.concurrent.TimeUnit;

/** An invocation that has timed out and continues later, at the same time as its retry. */
final class Zombie {

    private static final int POLL_MILLIS = 1;
    private static final int JOIN_MILLIS = 30_000;

    private final Interference stall;
    private final Thread thread;

    private Zombie(Interference stall, Thread thread) {
        this.stall = stall;
        this.thread = thread;
    }

    /** Runs an invocation until it stalls or ends. */
    static Zombie start(Interference stall, Runnable invocation) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        invocation.run();
                    } catch (RuntimeException e) {
                        // The result of a timed-out invocation is ignored.
                        stall.release();
                    }
                },
                "zombie");
        thread.setDaemon(true);
        thread.start();
        while (thread.isAlive() && !stall.hasStalled()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return new Zombie(stall, thread);
    }

    /** Whether the invocation stalls; otherwise it has ended. */
    boolean stalls() {
        return stall.hasStalled();
    }

    /** Continues the invocation, and optionally waits for its end. */
    void release(boolean wait) throws InterruptedException {
        stall.release();
        if (wait) {
            thread.join(JOIN_MILLIS);
        }
    }
}
