package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are read, for the progress. */
final class CountedStream extends FilterInputStream {
    private final AtomicLong bytes;

    CountedStream(InputStream in, AtomicLong bytes) {
        super(in);
        this.bytes = requireNonNull(bytes);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        bytes.addAndGet(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        bytes.addAndGet(Math.max(0, read));
        return read;
    }
}
