package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.EventParser;
import io.github.viewtally.cli.events.EventParser.InvalidRecordException;
import io.github.viewtally.cli.events.RecordFormat;
import io.github.viewtally.cli.importing.LineReader.InputLine;
import io.github.viewtally.cli.importing.LineSource.LineOptions;
import io.github.viewtally.cli.importing.RejectsFile.Origin;
import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads one file, section by section. It is read once, by one thread. */
final class LineFile {
    private static final int SECTION_LINES = 1_000;

    private final String name;
    private final LineOptions options;
    private final RecordFormat format;
    private final LinePlace start;
    private final ImportLedger ledger;
    private final ImportLanes lanes;
    private InputSection section;
    private LinePlace place;

    LineFile(String name, LineOptions options, LinePlace start, ImportLedger ledger, ImportLanes lanes) {
        this.name = requireNonNull(name);
        this.options = requireNonNull(options);
        this.format = options.format().orElse(RecordFormat.ofFileName(name));
        this.start = requireNonNull(start);
        this.place = start;
        this.ledger = requireNonNull(ledger);
        this.lanes = requireNonNull(lanes);
    }

    /**
     * Reads the file to its end, or until the import stops.
     *
     * @return the start of the next file
     * @throws IOException with a message for the user
     */
    LinePlace read(InputStream data) throws IOException, InterruptedException {
        section = ledger.begin(0);
        LinePlace next;
        try {
            next = readLines(new LineReader(GzipStream.decode(data)));
        } catch (IOException e) {
            // What was read before the failure is not read again.
            ledger.end(section, place.toJson());
            String reason = e instanceof EOFException ? "the compressed data is cut off" : e.getMessage();
            throw new IOException(name + ", after line " + place.line() + ": " + reason, e);
        }
        if (!ledger.isStopped()) {
            ledger.end(section, next.toJson());
        }
        return next;
    }

    private LinePlace readLines(LineReader lines) throws IOException, InterruptedException {
        Optional<InputLine> line = lines.next();
        if (line.isPresent()) {
            EventParser parser = parser(line.get());
            while (line.isPresent() && !ledger.isStopped()) {
                handle(line.get(), parser);
                line = lines.next();
            }
        }
        if (lines.number() < start.line() && !ledger.isStopped()) {
            throw changed("it has fewer lines");
        }
        return start.nextFile(lines.number());
    }

    private EventParser parser(InputLine first) throws IOException {
        try {
            if (format.hasHeader() && first.problem().isPresent()) {
                throw new InvalidRecordException(first.problem().get());
            }
            return format.parser(first.text());
        } catch (InvalidRecordException e) {
            throw new IOException(e.getMessage());
        }
    }

    private void handle(InputLine line, EventParser parser) throws IOException, InterruptedException {
        if (line.number() == start.line() && line.text().hashCode() != start.digest()) {
            throw changed("line " + line.number() + " differs");
        }
        if (line.number() <= start.line()) {
            return;
        }
        boolean isHeader = line.number() == 1 && format.hasHeader();
        if (!isHeader && !line.text().isBlank()) {
            accept(line, parser);
        }
        place = place.after(line);
        if (line.number() % SECTION_LINES == 0) {
            ledger.end(section, place.toJson());
            section = ledger.begin(0);
        }
    }

    private void accept(InputLine line, EventParser parser) throws InterruptedException {
        Origin origin = new Origin(name, line.number());
        try {
            if (line.problem().isPresent()) {
                throw new InvalidRecordException(line.problem().get());
            }
            JsonObject event = parser.parse(line.text());
            // The API decides again which views count.
            event.remove("counts");
            addTime(event, start.earlierLines() + line.number());
            lanes.send(ImportEvent.of(section, origin, line.text(), event));
        } catch (InvalidRecordException e) {
            lanes.reject(section, new Rejection(origin, line.text(), e.getMessage()));
        }
    }

    /** A view without a timestamp would be another view in each import. */
    private void addTime(JsonObject event, long position) throws InvalidRecordException {
        if ("VIEW".equals(event.getValue("type")) && event.getValue("timestamp") == null) {
            Instant time = options.viewTime()
                    .orElseThrow(() -> new InvalidRecordException(
                            "the view has no timestamp, so each import would count it again: see --view-time"));
            event.put("timestamp", Timestamps.format(time.plus(position, ChronoUnit.MICROS)));
        }
    }

    private static IOException changed(String how) {
        return new IOException(
                "the checkpoint belongs to another file: " + how + ". To start again, delete the checkpoint");
    }
}
