package io.github.viewtally.api.limits;

import io.github.viewtally.api.problem.Problem;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * Limits the reads of many items: how many run at once, and how much memory they and their responses take. A read above
 * a limit fails at once with 503 and {@code Retry-After}. Use it on one event loop.
 */
public final class HeavyReads {

    /** The approximate maximum memory of an item, from the DynamoDB response to the rendered page. */
    private static final int BYTES_PER_ITEM = 4 * 1024;

    /** The maximum number of items in memory at once, because a DynamoDB response has at most one megabyte. */
    private static final int MAX_ITEMS_IN_MEMORY = 2_500;

    private final LimitsConfig limits;
    private int reads;
    private long bytes;
    private long rejected;

    public HeavyReads(LimitsConfig limits) {
        this.limits = limits;
    }

    /**
     * Runs a read unless a limit is reached.
     *
     * @param items number of items that the read may touch
     * @param read completes on the event loop
     * @return the result of the read, or a failure with 503
     */
    public <T> Future<T> run(int items, Supplier<Future<T>> read) {
        int estimate = estimate(items);
        boolean exceedsMemory = bytes > 0 && bytes + estimate > limits.heavyReadBytes();
        if (reads >= limits.heavyReads() || exceedsMemory) {
            rejected++;
            return Future.failedFuture(
                    Problem.unavailable("Too many large reads are running.").asException());
        }
        Future<T> running = read.get();
        reads++;
        bytes += estimate;
        return running.onComplete(end -> {
            reads--;
            bytes -= estimate;
        });
    }

    /**
     * Runs a part of a read that is running. It is never refused, but its memory counts, so later reads may be refused.
     *
     * @param items number of items that the part may touch
     */
    public <T> Future<T> runPart(int items, Supplier<Future<T>> part) {
        int estimate = estimate(items);
        reserve(estimate);
        return part.get().onComplete(end -> release(estimate));
    }

    private static int estimate(int items) {
        return BYTES_PER_ITEM * Math.min(items, MAX_ITEMS_IN_MEMORY);
    }

    /** Counts a response's body until the client has received it or has disconnected. */
    public void hold(RoutingContext context, int length) {
        reserve(length);
        context.addEndHandler(end -> release(length));
    }

    /** Counts memory that a response takes, until {@link #release}. */
    public void reserve(int length) {
        bytes += length;
    }

    /** Stops counting memory that was reserved. */
    public void release(int length) {
        bytes -= length;
    }

    /** Registers the metrics. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("reads.heavy.active", this, heavy -> heavy.reads)
                .description("Reads of many items that are running")
                .register(registry);
        Gauge.builder("reads.heavy.bytes", this, heavy -> heavy.bytes)
                .description("Memory reserved for reads of many items and for their responses")
                .register(registry);
        FunctionCounter.builder("reads.heavy.rejected", this, heavy -> heavy.rejected)
                .description("Reads of many items that were refused with 503")
                .register(registry);
    }
}
