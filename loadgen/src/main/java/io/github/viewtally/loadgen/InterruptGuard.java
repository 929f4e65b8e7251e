package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end the work in order: it calls {@code stop}, and the JVM ends only after {@link #release}. */
final class InterruptGuard {
    private static final long LONGEST_WAIT_SECONDS = 45;

    private final Runnable stop;
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "loadgen-interrupt");

    InterruptGuard(Runnable stop) {
        this.stop = requireNonNull(stop);
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** To be called when nothing is left to be printed. */
    void release() {
        released.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending because of Ctrl-C: the hook is at work and ends by itself.
        }
    }

    private void stopAndWait() {
        stop.run();
        try {
            released.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
