package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.aggregation.DemoAggregator;
import io.github.viewtally.benchmarks.aggregation.RecordCounts;
import io.github.viewtally.benchmarks.process.Tables;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The ways of counting that are compared: ours, and what is published. */
enum Peer {
    VIEWTALLY("Viewtally", 1_000, 0.02) {
        @Override
        PeerFunction start(URI endpoint) {
            return new JavaFunction(endpoint, (client, clock) -> new FilteredAggregators(client, Tables.NAME));
        }
    },
    DEMO("the demo's way, in Java", 1, 1) {
        @Override
        PeerFunction start(URI endpoint) {
            return new JavaFunction(endpoint, (client, clock) -> new DemoAggregator(client, Tables.NAME));
        }
    },
    DEMO_PYTHON("the demo's handlers, in Python", 1, 1) {
        @Override
        PeerFunction start(URI endpoint) throws IOException {
            return new PythonFunction(endpoint, Tables.NAME);
        }

        @Override
        Optional<String> missing() {
            return PythonFunction.missing();
        }
    },
    IDEMPOTENCY_ITEM("idempotency item per record", 100, 3) {
        @Override
        PeerFunction start(URI endpoint) {
            return new JavaFunction(endpoint, (client, clock) -> new IdempotentAggregator(client, Tables.NAME, clock));
        }
    },
    MARKER("transaction with a marker per record", 100, 1) {
        @Override
        PeerFunction start(URI endpoint) {
            return new JavaFunction(
                    endpoint, (client, clock) -> new MarkerAggregator(client, Tables.NAME, RecordCounts::ofChange));
        }
    };

    private final String title;
    private final int batchSize;
    private final double writesPerRecord;

    Peer(String title, int batchSize, double writesPerRecord) {
        this.title = title;
        this.batchSize = batchSize;
        this.writesPerRecord = writesPerRecord;
    }

    /** Starts its function, for the table of the measurements. */
    abstract PeerFunction start(URI endpoint) throws IOException;

    /** Returns what is missing on this machine to run it; empty if nothing is. */
    Optional<String> missing() {
        return Optional.empty();
    }

    String title() {
        return title;
    }

    /** Returns the maximum number of records of an invocation. */
    int batchSize() {
        return batchSize;
    }

    /** Returns about how many calls an invocation with these records makes to write. */
    int writes(int records) {
        return (int) Math.ceil(writesPerRecord * records);
    }

    /** A running function of a peer. Used by one thread. */
    interface PeerFunction extends AutoCloseable {

        /** Delivers a batch of stream records, as JSON, and waits until the function has succeeded. */
        void invoke(byte[] batch) throws IOException;

        /**
         * Delivers a batch, kills the process of the function before a further write, and starts another process. Returns
         * when Lambda would deliver the batch again, which is not before the function's timeout. If the function makes no
         * more writes, only its response is lost.
         *
         * @param writes how many writes the function may finish
         */
        void invokeAndKill(byte[] batch, int writes) throws IOException;

        @Override
        void close();
    }
}
