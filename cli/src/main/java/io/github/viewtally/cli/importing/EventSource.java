package io.github.viewtally.cli.importing;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** The input of an import, which consists of segments. */
interface EventSource {

    /** Returns what is read, for the checkpoint: the places of a checkpoint are valid for an equal input only. */
    List<String> inputs();

    int segments();

    /**
     * Reads the segments from the places of a checkpoint to their ends, or until the import stops.
     *
     * @throws IOException with a message for the user
     */
    void read(ImportCheckpoint from, ImportLedger ledger, ImportLanes lanes) throws IOException, InterruptedException;

    /** Returns the share of the input that has been read, from 0 to 1; empty if its size is unknown. Safe for several threads. */
    OptionalDouble progress();
}
