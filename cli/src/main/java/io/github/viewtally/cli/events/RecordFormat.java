package io.github.viewtally.cli.events;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.EventParser.InvalidRecordException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;

/** The formats of a file of records: one record per line, in UTF-8. */
public enum RecordFormat {
    /** One JSON object per line. */
    NDJSON {
        @Override
        String line(JsonObject row, List<String> columns) {
            return row.encode();
        }

        @Override
        public EventParser parser(String header) {
            return JsonEventParser.INSTANCE;
        }
    },

    /** RFC 4180 with a header, except that a value cannot contain a line break. */
    CSV {
        @Override
        String line(JsonObject row, List<String> columns) {
            return csvLine(columns.stream().map(row::getValue).toArray());
        }

        @Override
        public EventParser parser(String header) throws InvalidRecordException {
            return CsvEventParser.ofHeader(header);
        }
    };

    /** The names of the columns of events, in the order in which they are exported. */
    public static final List<String> EVENT_COLUMNS =
            List.of("type", "userId", "videoId", "duration", "voteType", "timestamp", "counts");

    /** Returns the format of a file name: CSV for {@code .csv} and {@code .csv.gz}, otherwise NDJSON. */
    public static RecordFormat ofFileName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") || lower.endsWith(".csv.gz") ? CSV : NDJSON;
    }

    /** Returns a line without its end. */
    abstract String line(JsonObject row, List<String> columns);

    /**
     * Returns the parser of a file.
     *
     * @param firstLine the first line, which is a header in a CSV file
     * @throws InvalidRecordException if it is not a header of events
     */
    public abstract EventParser parser(String firstLine) throws InvalidRecordException;

    /** Returns whether the first line is a header. */
    public boolean hasHeader() {
        return this == CSV;
    }

    static String csvLine(Object... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Objects.toString(values[i], "");
        }
        return CSVFormat.RFC4180.format(requireNonNull(values));
    }
}
