package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Keeps account of an import: which sections of the input are complete, and what became of their records. Safe for several
 * threads.
 *
 * <p>The records between the last complete section and the end of an interrupted import are posted again when it is
 * resumed. So the number of sections in progress is limited.
 */
final class ImportLedger {
    /** Per segment. */
    static final int MAX_SECTIONS = 64;

    private final ImportCheckpoint start;
    private final Optional<Path> file;
    private final RejectsFile rejects;
    private final List<Deque<InputSection>> segments = new ArrayList<>();
    private final JsonArray places;

    // Of the complete sections.
    private long stored;
    private long rejected;

    // Of all sections.
    private long allStored;
    private long allRejected;

    private Optional<Exception> failure = Optional.empty();
    private boolean isStopped;

    ImportLedger(ImportCheckpoint start, Optional<Path> file, RejectsFile rejects) {
        this.start = requireNonNull(start);
        this.file = requireNonNull(file);
        this.rejects = requireNonNull(rejects);
        this.places = start.places().copy();
        this.stored = start.stored();
        this.rejected = start.rejected();
        this.allStored = stored;
        this.allRejected = rejected;
        for (int i = 0; i < places.size(); i++) {
            segments.add(new ArrayDeque<>());
        }
    }

    /** Begins the next section of a segment. Waits while too many are in progress. */
    synchronized InputSection begin(int segment) throws InterruptedException {
        Deque<InputSection> sections = segments.get(segment);
        while (sections.size() >= MAX_SECTIONS && !isStopped) {
            wait();
        }
        InputSection section = new InputSection(segment);
        sections.add(section);
        return section;
    }

    /** Announces a record, whose result follows. */
    synchronized void add(InputSection section) {
        section.add();
    }

    synchronized void store(ImportEvent event) {
        event.section().store(1);
        allStored++;
    }

    synchronized void reject(InputSection section, Rejection rejection) {
        section.reject(rejection);
        allRejected++;
    }

    /** Ends a section. {@code place} says where the segment continues. */
    synchronized void end(InputSection section, JsonObject place) {
        section.end(place);
    }

    /** Adds the complete sections to the account, and the rejected records of them to their file. */
    synchronized void settle() throws IOException {
        List<Rejection> rejections = new ArrayList<>();
        for (Deque<InputSection> sections : segments) {
            while (!sections.isEmpty() && sections.peek().isComplete()) {
                InputSection section = sections.remove();
                places.set(section.segment(), section.place());
                stored += section.stored();
                rejections.addAll(section.rejections());
            }
        }
        rejected += rejections.size();
        rejects.append(rejections);
        notifyAll();
    }

    /** Settles and writes the checkpoint. */
    synchronized void save(boolean isIdle) throws IOException {
        settle();
        if (file.isPresent()) {
            checkpoint(isIdle).write(file.get());
        }
    }

    private ImportCheckpoint checkpoint(boolean isIdle) {
        boolean isDone = isIdle && !isStopped && segments.stream().allMatch(Collection::isEmpty);
        return new ImportCheckpoint(
                start.target(), start.inputs(), places.copy(), stored, rejected, rejects.length(), isIdle, isDone);
    }

    /** Stops the import because of a failure. The first one is kept. */
    synchronized void fail(Exception reason) {
        if (failure.isEmpty() && !isStopped) {
            failure = Optional.of(reason);
        }
        stop();
    }

    /** Stops the import. */
    synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    synchronized Optional<Exception> failure() {
        return failure;
    }

    /** Returns the number of stored events, with those before the import was resumed. */
    synchronized long stored() {
        return allStored;
    }

    /** Returns the number of rejected records, with those before the import was resumed. */
    synchronized long rejected() {
        return allRejected;
    }
}
