package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distributes events to lanes that post at the same time. The events of a key are in one lane, so they keep their order.
 * The order matters for repeated votes of a user on a video, and for a view whose watch time grows: the last one is
 * stored. Safe for several threads, as long as each key is sent by one of them.
 */
final class ImportLanes {
    private final ImportLedger ledger;
    private final List<ImportLane> lanes;
    private final List<Thread> threads;

    ImportLanes(BatchSender sender, ImportLedger ledger, int count, int maxBatch) {
        this.ledger = requireNonNull(ledger);
        this.lanes = IntStream.range(0, count)
                .mapToObj(i -> new ImportLane(sender, ledger, maxBatch))
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
        lanes.forEach(ImportLane::close);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
