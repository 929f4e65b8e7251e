package io.github.viewtally.cli.importing;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far an import is.
 *
 * @param target the URL of the API
 * @param inputs what is imported, as texts; a checkpoint is valid for the same inputs only
 * @param places for each segment of the input where it continues; null before its first section is complete
 * @param stored the number of stored events before these places
 * @param rejected the number of rejected records before these places
 * @param rejectsLength the length in bytes of the file of rejected records with these records
 * @param isIdle whether no request was in progress
 * @param isDone whether the import is complete
 */
record ImportCheckpoint(
        String target,
        List<String> inputs,
        JsonArray places,
        long stored,
        long rejected,
        long rejectsLength,
        boolean isIdle,
        boolean isDone) {

    /** Returns the checkpoint before an import. */
    static ImportCheckpoint start(String target, List<String> inputs, int segments) {
        JsonArray places = new JsonArray();
        for (int i = 0; i < segments; i++) {
            places.addNull();
        }
        return new ImportCheckpoint(target, inputs, places, 0, 0, 0, true, false);
    }

    /** Returns where a segment continues; empty at its start. */
    Optional<JsonObject> place(int segment) {
        return Optional.ofNullable(places.getJsonObject(segment));
    }

    boolean isOfSameImport(ImportCheckpoint other) {
        return target.equals(other.target) && inputs.equals(other.inputs) && places.size() == other.places.size();
    }

    /** Reads a file; empty if it does not exist. */
    static Optional<ImportCheckpoint> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonObject json = new JsonObject(Files.readString(path));
            return Optional.of(new ImportCheckpoint(
                    Objects.requireNonNull(json.getString("target")),
                    json.getJsonArray("inputs").stream().map(String.class::cast).toList(),
                    Objects.requireNonNull(json.getJsonArray("places")),
                    json.getLong("stored"),
                    json.getLong("rejected"),
                    json.getLong("rejectsLength"),
                    json.getBoolean("idle"),
                    json.getBoolean("done")));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IOException(path + " is not a checkpoint of an import");
        }
    }

    /** Writes a file that replaces the earlier one at once. It is on the disk before that. */
    void write(Path path) throws IOException {
        JsonObject json = new JsonObject()
                .put("target", target)
                .put("inputs", new JsonArray(inputs))
                .put("places", places)
                .put("stored", stored)
                .put("rejected", rejected)
                .put("rejectsLength", rejectsLength)
                .put("idle", isIdle)
                .put("done", isDone);
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((json.encodePrettily() + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
