package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Posts the events of some keys in their order, batch after batch, on a thread of its own. */
final class ImportLane implements Runnable {
    private static final long MAX_WAIT_MILLIS = 100;

    /** The API accepts a body of 1 MiB. A character has up to three bytes, and the last event may exceed this limit. */
    private static final int MAX_BATCH_CHARS = 300 * 1_024;

    private final BatchSender sender;
    private final ImportLedger ledger;
    private final int maxBatch;
    private final BlockingQueue<ImportEvent> queue;
    private volatile boolean isClosed;

    ImportLane(BatchSender sender, ImportLedger ledger, int maxBatch) {
        this.sender = requireNonNull(sender);
        this.ledger = requireNonNull(ledger);
        this.maxBatch = maxBatch;
        this.queue = new ArrayBlockingQueue<>(2 * maxBatch);
    }

    /** Adds an event. Waits while the queue is full, and drops the event if the import has stopped. */
    void add(ImportEvent event) throws InterruptedException {
        boolean isAdded = false;
        while (!isAdded && !ledger.isStopped()) {
            isAdded = queue.offer(event, MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Says that no further event follows. */
    void close() {
        isClosed = true;
    }

    @Override
    public void run() {
        try {
            List<ImportEvent> batch = nextBatch();
            while (!batch.isEmpty()) {
                sender.send(batch);
                ledger.settle();
                batch = nextBatch();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            ledger.fail(e);
        }
    }

    /** Waits for events. Returns none at the end, and after the import has stopped. */
    private List<ImportEvent> nextBatch() throws InterruptedException {
        List<ImportEvent> batch = new ArrayList<>();
        boolean isLast = false;
        while (batch.isEmpty() && !isLast && !ledger.isStopped()) {
            isLast = isClosed;
            ImportEvent next = queue.poll(isLast ? 0 : MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            int chars = 0;
            while (next != null) {
                batch.add(next);
                chars += next.json().length();
                boolean isFull = batch.size() == maxBatch || chars >= MAX_BATCH_CHARS;
                next = isFull ? null : queue.poll();
            }
        }
        return batch;
    }
}
