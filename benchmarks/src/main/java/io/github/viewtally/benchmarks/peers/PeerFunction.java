package io.github.viewtally.benchmarks.peers;

import java.io.IOException;

/** A running function of a {@link Peer}. Used by one thread. */
interface PeerFunction extends AutoCloseable {

    /** Delivers a batch of stream records, as JSON, and waits until the function has succeeded. */
    void invoke(byte[] batch) throws IOException;

    /**
     * Delivers a batch, kills the process of the function before a further write, and starts another process. Returns when
     * Lambda would deliver the batch again, which is not before the function's timeout. If the function makes no more writes,
     * only its response is lost.
     *
     * @param writes how many writes the function may finish
     */
    void invokeAndKill(byte[] batch, int writes) throws IOException;

    @Override
    void close();
}
