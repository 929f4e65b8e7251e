package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.Variant;
import java.time.Duration;
import java.util.List;

/** Batches delivered to a function one after the other, again and again as new records; its figure is events per second. */
final class Deliveries implements Variant {

    /** What is done with a batch. */
    interface Delivery {
        void of(byte[] json) throws Exception;
    }

    private final List<Batch> batches;
    private final Delivery delivery;
    private long sequence;
    private int next;

    Deliveries(List<Batch> batches, Delivery delivery) {
        this(batches, delivery, 1);
    }

    /** With the records numbered from this one on. */
    Deliveries(List<Batch> batches, Delivery delivery, long firstSequence) {
        this.batches = batches;
        this.delivery = delivery;
        this.sequence = firstSequence;
    }

    @Override
    public double round(Duration length) throws Exception {
        long start = System.nanoTime();
        long events = 0;
        do {
            events += deliverNext();
        } while (System.nanoTime() - start < length.toNanos());
        return events * 1e9 / (System.nanoTime() - start);
    }

    private int deliverNext() throws Exception {
        Batch batch = batches.get(next++ % batches.size());
        delivery.of(batch.numberedFrom(sequence));
        sequence += batch.size();
        return batch.size();
    }

    /** Delivers a number of batches, and says how many seconds that took. */
    double seconds(int howMany) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < howMany; i++) {
            deliverNext();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
