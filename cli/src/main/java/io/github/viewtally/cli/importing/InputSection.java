package io.github.viewtally.cli.importing;

import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A run of consecutive records of the input. It is complete when it has an end and each of its records is stored or
 * rejected. Only {@link ImportLedger} uses it, under its lock.
 */
final class InputSection {
    private final int segment;
    private final List<Rejection> rejections = new ArrayList<>();
    private Optional<JsonObject> end = Optional.empty();
    private long stored;
    private int open;

    InputSection(int segment) {
        this.segment = segment;
    }

    int segment() {
        return segment;
    }

    void add() {
        open++;
    }

    void store(int events) {
        open -= events;
        stored += events;
    }

    void reject(Rejection rejection) {
        open--;
        rejections.add(rejection);
    }

    /** {@code place} says where the input continues after this section. */
    void end(JsonObject place) {
        end = Optional.of(place);
    }

    boolean isComplete() {
        return end.isPresent() && open == 0;
    }

    JsonObject place() {
        return end.orElseThrow();
    }

    long stored() {
        return stored;
    }

    /** Returns the rejected records in the order of their lines. */
    List<Rejection> rejections() {
        return rejections.stream()
                .sorted(Comparator.comparingLong(rejection -> rejection.origin().line()))
                .toList();
    }
}
