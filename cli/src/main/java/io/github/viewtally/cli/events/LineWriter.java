package io.github.viewtally.cli.events;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes records in a format. Not safe for several threads. */
public final class LineWriter {
    private final Writer out;
    private final RecordFormat format;
    private final List<String> columns;
    private long records;

    /** Writes the header, if the format has one. */
    public LineWriter(Writer out, RecordFormat format, List<String> columns) throws IOException {
        this.out = requireNonNull(out);
        this.format = requireNonNull(format);
        this.columns = List.copyOf(columns);
        if (format.hasHeader()) {
            writeLine(RecordFormat.csvLine(columns.toArray()));
        }
    }

    public void write(JsonObject row) throws IOException {
        writeLine(format.line(row, columns));
        records++;
    }

    /** Returns the number of records written. */
    public long records() {
        return records;
    }

    private void writeLine(String line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
