package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets Ctrl-C end the work in order: it calls {@code stop}, and the JVM ends after {@link #release}, or after 45 seconds
 * without progress.
 */
final class InterruptGuard {
    private static final long LONGEST_WAIT_SECONDS = 45;

    private final Runnable stop;
    private final LongSupplier progress;
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "loadgen-interrupt");

    /** {@code progress} is a number that changes as long as the work goes on. Safe for several threads. */
    InterruptGuard(Runnable stop, LongSupplier progress) {
        this.stop = requireNonNull(stop);
        this.progress = requireNonNull(progress);
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
            long before;
            do {
                before = progress.getAsLong();
            } while (!released.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS) && progress.getAsLong() != before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
