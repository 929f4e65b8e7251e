package io.github.viewtally.cli.events;

import io.github.viewtally.cli.events.EventParser.InvalidRecordException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Parses a line of CSV by the columns of the header. An empty value means that the event does not have the field. */
final class CsvEventParser implements EventParser {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final List<String> REQUIRED = List.of("type", "userId", "videoId");

    private final List<String> columns;

    private CsvEventParser(List<String> columns) {
        this.columns = columns;
    }

    static CsvEventParser ofHeader(String header) throws InvalidRecordException {
        List<String> columns = values(header).stream().map(String::strip).toList();
        for (String column : columns) {
            if (!RecordFormat.EVENT_COLUMNS.contains(column)) {
                throw new InvalidRecordException("the header has the unknown column '" + column + "'; the columns are "
                        + String.join(",", RecordFormat.EVENT_COLUMNS));
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new InvalidRecordException("the header has a column twice");
        }
        if (!columns.containsAll(REQUIRED)) {
            throw new InvalidRecordException("the header must have the columns " + String.join(",", REQUIRED));
        }
        return new CsvEventParser(columns);
    }

    @Override
    public JsonObject parse(String line) throws InvalidRecordException {
        List<String> values = values(line);
        if (values.size() != columns.size()) {
            throw new InvalidRecordException(
                    "the line has " + values.size() + " values, but the header has " + columns.size() + " columns");
        }
        JsonObject event = new JsonObject();
        for (int i = 0; i < columns.size(); i++) {
            if (!values.get(i).isEmpty()) {
                event.put(columns.get(i), value(columns.get(i), values.get(i)));
            }
        }
        return event;
    }

    /** Returns a number for a duration that is one. The API refuses any other text. */
    private static Object value(String column, String value) {
        return column.equals("duration") && INTEGER.matcher(value).matches() ? Long.valueOf(value) : value;
    }

    private static List<String> values(String line) throws InvalidRecordException {
        try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new InvalidRecordException("the line is not one CSV record");
            }
            return records.get(0).toList();
        } catch (UncheckedIOException | IOException e) {
            throw new InvalidRecordException("the line is not valid CSV: is a quotation mark missing?");
        }
    }
}
