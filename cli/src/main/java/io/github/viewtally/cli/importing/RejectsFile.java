package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** The file of rejected records, one line of JSON each, in the order of the input. It is created by the first of them. */
final class RejectsFile {
    /**
     * Where a record comes from.
     *
     * @param source the name of the file or of the table
     * @param line the number of the line from 1; 0 in a table
     */
    record Origin(String source, long line) {}

    /** A record that is not imported, and why. */
    record Rejection(Origin origin, String raw, String reason) {
        private static final int MAX_RAW = 4_096;

        private String toLine() {
            JsonObject json = new JsonObject().put("source", origin.source());
            if (origin.line() > 0) {
                json.put("line", origin.line());
            }
            String shown = raw.length() <= MAX_RAW ? raw : raw.substring(0, MAX_RAW) + "…";
            return json.put("reason", reason).put("record", shown).encode();
        }
    }

    private final Path path;
    private long length;

    private RejectsFile(Path path, long length) {
        this.path = requireNonNull(path);
        this.length = length;
    }

    /** Starts without a file: deletes that of an earlier import. */
    static RejectsFile replace(Path path) throws IOException {
        Files.deleteIfExists(path);
        return new RejectsFile(path, 0);
    }

    /** Continues a file of which only the first bytes are valid. */
    static RejectsFile resume(Path path, long length) throws IOException {
        if (length == 0) {
            return replace(path);
        }
        if (!Files.exists(path) || Files.size(path) < length) {
            throw new IOException(
                    path + " lacks lines that it had when the checkpoint was written. To start again, delete"
                            + " the checkpoint");
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
        return new RejectsFile(path, length);
    }

    /** Appends lines, and returns after they are on the disk. */
    void append(List<Rejection> rejections) throws IOException {
        if (rejections.isEmpty()) {
            return;
        }
        String lines = rejections.stream().map(Rejection::toLine).collect(Collectors.joining("\n", "", "\n"));
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
            length = file.size();
        }
    }

    Path path() {
        return path;
    }

    /** Returns the number of bytes written. */
    long length() {
        return length;
    }
}
