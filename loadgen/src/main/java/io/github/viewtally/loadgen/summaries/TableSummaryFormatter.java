package io.github.viewtally.loadgen.summaries;

import static java.util.stream.Collectors.joining;

import java.math.BigInteger;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Formats each round as two text tables: rows by id, columns of ten characters or the width of their longest cell, a line
 * after each row, and the time below. A changed total shows its change, such as {@code 44 (+3)}, in green or red if colors
 * are enabled.
 */
public final class TableSummaryFormatter implements SummaryFormatter {
    private static final String ROUND_SEPARATOR = "x".repeat(56);
    private static final int MIN_COLUMN_WIDTH = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** Shown for a total that the API does not know. */
    private static final String UNKNOWN = "?";

    /** {@code sign} is that of the change. */
    private record Cell(String text, int sign) {}

    private final boolean colors;
    private TotalChanges videoChanges = TotalChanges.UNKNOWN;
    private TotalChanges userChanges = TotalChanges.UNKNOWN;

    public TableSummaryFormatter(boolean colors) {
        this.colors = colors;
    }

    @Override
    public String format(SummaryTable videos, SummaryTable users) {
        String text =
                format(videos, videoChanges) + "\n\n" + format(users, userChanges) + "\n" + ROUND_SEPARATOR + "\n";
        videoChanges = TotalChanges.since(videos);
        userChanges = TotalChanges.since(users);
        return text;
    }

    /** Returns the lines of a table. Each ends in a newline. */
    String format(SummaryTable table, TotalChanges changes) {
        List<List<Cell>> lines = lines(table, changes);
        List<Integer> widths = widths(lines);
        String separator = widths.stream().map("-"::repeat).collect(joining("+", "|", "|\n"));
        String body = lines.stream().map(line -> line(line, widths) + separator).collect(joining());
        return separator + body + "Fetched at " + TIME.format(table.fetchedAt()) + "\n";
    }

    private static List<List<Cell>> lines(SummaryTable table, TotalChanges changes) {
        List<List<Cell>> lines = new ArrayList<>();
        lines.add(head(table.kind()));
        table.rowsById().forEach(row -> lines.add(cells(row, changes)));
        return lines;
    }

    private static List<Cell> head(SummaryKind kind) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(kind.idField(), 0));
        Counter.SHOWN.forEach(counter -> cells.add(new Cell(counter.field(), 0)));
        return cells;
    }

    private static List<Cell> cells(SummaryRow row, TotalChanges changes) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(row.id(), 0));
        for (Counter counter : Counter.SHOWN) {
            BigInteger change = changes.of(row, counter);
            OptionalLong total = counter.of(row);
            String text = total.isPresent() ? Long.toString(total.getAsLong()) : UNKNOWN;
            cells.add(new Cell(
                    change.signum() == 0 ? text : String.format(Locale.ROOT, "%s (%+d)", text, change),
                    change.signum()));
        }
        return cells;
    }

    private static List<Integer> widths(List<List<Cell>> lines) {
        return IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).text().length())
                        .max()
                        .orElseThrow())
                .map(longest -> Math.max(MIN_COLUMN_WIDTH, longest))
                .boxed()
                .toList();
    }

    private String line(List<Cell> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> colored(cells.get(column))
                        + " "
                                .repeat(widths.get(column)
                                        - cells.get(column).text().length()))
                .collect(joining("|", "|", "|\n"));
    }

    private String colored(Cell cell) {
        if (!colors || cell.sign() == 0) {
            return cell.text();
        }
        return (cell.sign() > 0 ? Style.fg_green : Style.fg_red).on() + cell.text() + Style.reset.on();
    }
}
