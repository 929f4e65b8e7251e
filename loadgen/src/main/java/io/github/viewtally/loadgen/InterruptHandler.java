package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stops a run cleanly on Ctrl-C. It calls {@code stop}; the JVM exits after {@link #release}, or after 45 seconds without
 * progress. Safe for several threads.
 */
public final class InterruptHandler {
    private static final long MAX_WAIT_SECONDS = 45;

    private final Runnable stop;
    private final LongSupplier progress;
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "loadgen-interrupt");

    /** {@code progress} returns a number that changes while the run makes progress. */
    public InterruptHandler(Runnable stop, LongSupplier progress) {
        this.stop = requireNonNull(stop);
        this.progress = requireNonNull(progress);
    }

    public void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Lets the JVM exit. The caller has printed everything. */
    public void release() {
        released.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is exiting after Ctrl-C. The hook ends by itself.
        }
    }

    private void stopAndWait() {
        stop.run();
        try {
            long before;
            do {
                before = progress.getAsLong();
            } while (!released.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS) && progress.getAsLong() != before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
