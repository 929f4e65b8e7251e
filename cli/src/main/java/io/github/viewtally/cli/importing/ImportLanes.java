package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Distributes events to lanes that post at the same time. The events of a key are in one lane, so they keep their order.
 * The order matters for repeated votes of a user on a video, and for a view whose watch time grows: the last one is
 * stored. Safe for several threads, as long as each key is sent by one of them.
 */
final class ImportLanes {
    private final ImportLedger ledger;
    private final List<Lane> lanes;
    private final List<Thread> threads;

    ImportLanes(BatchSender sender, ImportLedger ledger, int count, int maxBatch) {
        this.ledger = requireNonNull(ledger);
        this.lanes = IntStream.range(0, count)
                .mapToObj(i -> new Lane(sender, ledger, maxBatch))
                .toList();
        this.threads =
                lanes.stream().map(lane -> new Thread(lane, "import-lane")).toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Sends an event. Waits while its lane is full, and drops it if the import has stopped. */
    void send(ImportEvent event) throws InterruptedException {
        ledger.add(event.section());
        lanes.get(Math.floorMod(event.key().hashCode(), lanes.size())).add(event);
    }

    /** Records that cannot be sent. */
    void reject(InputSection section, Rejection rejection) {
        ledger.add(section);
        ledger.reject(section, rejection);
    }

    /** Returns when all events have a result, or when the import has stopped and no request is in progress. */
    void finish() throws InterruptedException {
        lanes.forEach(Lane::close);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Posts the events of some keys in their order, batch after batch, on its own thread. */
    private static final class Lane implements Runnable {
        private static final long MAX_WAIT_MILLIS = 100;

        /** The API accepts a body of 1 MiB. A character has up to three bytes, and the last event may exceed this limit. */
        private static final int MAX_BATCH_CHARS = 300 * 1_024;

        private final BatchSender sender;
        private final ImportLedger ledger;
        private final int maxBatch;
        private final BlockingQueue<ImportEvent> queue;
        private volatile boolean isClosed;

        Lane(BatchSender sender, ImportLedger ledger, int maxBatch) {
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
}
