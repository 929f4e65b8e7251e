package io.github.viewtally.local.chaos;

import java.util.concurrent.TimeUnit;

/** An invocation that was given up for its time-out, and goes on later beside its own retry. */
final class Zombie {

    private static final int LOOK_MILLIS = 1;
    private static final int LONGEST_MILLIS = 30_000;

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
                        // Nobody hears any more what a given up invocation says.
                        stall.release();
                    }
                },
                "zombie");
        thread.setDaemon(true);
        thread.start();
        while (thread.isAlive() && !stall.hasStalled()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return new Zombie(stall, thread);
    }

    /** Whether it stalls; if not, it has run to its end. */
    boolean stalls() {
        return stall.hasStalled();
    }

    /** Lets it go on, and waits for its end if asked to. */
    void release(boolean wait) throws InterruptedException {
        stall.release();
        if (wait) {
            thread.join(LONGEST_MILLIS);
        }
    }
}
