package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.peers.Peer.PeerFunction;
import java.io.IOException;
import java.util.Random;

/** How a history is delivered. Lambda promises no more than to deliver each record at least once. */
enum DriftScenario {
    REPEATED("a third delivered again", false, true, false),
    KILLED("functions killed", false, false, true),
    CHANGED("changed and deleted events", true, false, false),
    ALL("all three", true, true, true);

    /** So that a batch is more than one transaction, for a function that writes only a few. */
    private static final int MAX_BATCH = 200;

    private static final int RECORDS_PER_KILL = 20;

    /** Every third block of records is delivered again. */
    private static final int BLOCK = 100;

    private final String title;
    private final boolean withChanges;
    private final boolean repeats;
    private final boolean kills;

    DriftScenario(String title, boolean withChanges, boolean repeats, boolean kills) {
        this.title = title;
        this.withChanges = withChanges;
        this.repeats = repeats;
        this.kills = kills;
    }

    String title() {
        return title;
    }

    /** Creates its history, with new users and videos. */
    DriftHistory history(String name, int size) {
        return new DriftHistory(name + "-" + name(), size, withChanges);
    }

    /**
     * Delivers a history.
     *
     * @param firstNumber the number of the first record; no other record may have one of these numbers
     */
    void deliver(DriftHistory history, Peer peer, PeerFunction function, long firstNumber) throws IOException {
        Random random = new Random(1);
        int batchSize = Math.min(peer.batchSize(), MAX_BATCH);
        for (int from = 0; from < history.size(); from += batchSize) {
            int to = Math.min(from + batchSize, history.size());
            byte[] batch = history.batch(from, to).numberedFrom(firstNumber + from);
            for (int i = from / RECORDS_PER_KILL; kills && i < to / RECORDS_PER_KILL; i++) {
                function.invokeAndKill(batch, random.nextInt(peer.writes(to - from) + 1));
            }
            function.invoke(batch);
            if (repeats && from / BLOCK % 3 == 0) {
                function.invoke(batch);
            }
        }
    }
}
