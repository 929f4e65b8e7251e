package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.AlternatingRounds.Variant;
import java.time.Duration;
import java.util.List;

/** Delivers batches to a function repeatedly, each time as new records. The value of a round is events per second. */
public final class Deliveries implements Variant {

    /** Processes a batch. */
    public interface BatchConsumer {
        void accept(byte[] json) throws Exception;
    }

    private final List<RecordBatch> batches;
    private final BatchConsumer consumer;
    private long sequence;
    private int next;

    Deliveries(List<RecordBatch> batches, BatchConsumer consumer) {
        this(batches, consumer, 1);
    }

    /** Numbers the records from {@code firstSequence}. */
    public Deliveries(List<RecordBatch> batches, BatchConsumer consumer, long firstSequence) {
        this.batches = batches;
        this.consumer = consumer;
        this.sequence = firstSequence;
    }

    /** Delivers each batch once, so that none of its views is the first one of its user and its video afterwards. */
    Deliveries deliverAll() throws Exception {
        seconds(batches.size());
        return this;
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
        RecordBatch batch = batches.get(next++ % batches.size());
        consumer.accept(batch.numberedFrom(sequence));
        sequence += batch.size();
        return batch.size();
    }

    /** Delivers a number of batches and returns the seconds. */
    public double seconds(int count) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            deliverNext();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
