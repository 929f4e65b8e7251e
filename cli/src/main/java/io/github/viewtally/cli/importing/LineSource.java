package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.RecordFormat;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/** Files of records, one after the other, as one segment. Compressed files are recognized by their first bytes. */
final class LineSource implements EventSource {
    /** The name of the standard input. */
    static final String STANDARD_INPUT = "-";

    /**
     * How the lines are read.
     *
     * @param format the format of all files; empty to recognize it by their names
     * @param viewTime the time of views without a timestamp
     */
    record LineOptions(Optional<RecordFormat> format, Optional<Instant> viewTime) {
        LineOptions {
            requireNonNull(format);
            requireNonNull(viewTime);
        }
    }

    private final List<String> names;
    private final LineOptions options;
    private final InputStream standardInput;
    private final AtomicLong bytesRead = new AtomicLong();
    private final long totalBytes;

    /** Throws {@link IOException} if a file cannot be read. */
    LineSource(List<String> names, LineOptions options, InputStream standardInput) throws IOException {
        this.names = List.copyOf(names);
        this.options = requireNonNull(options);
        this.standardInput = requireNonNull(standardInput);
        this.totalBytes = bytesBefore(names.size());
    }

    @Override
    public List<String> inputs() {
        return names;
    }

    @Override
    public int segments() {
        return 1;
    }

    @Override
    public OptionalDouble progress() {
        boolean isKnown = totalBytes > 0 && !names.contains(STANDARD_INPUT);
        return isKnown ? OptionalDouble.of((double) bytesRead.get() / totalBytes) : OptionalDouble.empty();
    }

    @Override
    public void read(ImportCheckpoint from, ImportLedger ledger, ImportLanes lanes)
            throws IOException, InterruptedException {
        LinePlace place = from.place(0).map(LinePlace::of).orElse(LinePlace.START);
        bytesRead.set(bytesBefore(place.file()));
        while (place.file() < names.size() && !ledger.isStopped()) {
            String name = names.get(place.file());
            InputStream data = name.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(Path.of(name));
            try (InputStream counted = new CountedStream(data)) {
                place = new LineFile(name, options, place, ledger, lanes).read(counted);
            }
        }
    }

    private long bytesBefore(int file) throws IOException {
        long bytes = 0;
        for (String name : names.subList(0, file)) {
            if (!name.equals(STANDARD_INPUT)) {
                if (!Files.isReadable(Path.of(name)) || Files.isDirectory(Path.of(name))) {
                    throw new IOException("cannot read the file " + name);
                }
                bytes += Files.size(Path.of(name));
            }
        }
        return bytes;
    }

    /** Counts the bytes that are read, for the progress. */
    private final class CountedStream extends FilterInputStream {
        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            bytesRead.addAndGet(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytesRead.addAndGet(Math.max(0, read));
            return read;
        }
    }
}
