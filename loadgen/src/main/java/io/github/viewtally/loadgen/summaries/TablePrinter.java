package io.github.viewtally.loadgen.summaries;

import static java.util.stream.Collectors.joining;

import java.math.BigInteger;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Makes a table of totals as text: rows by id, columns ten characters wide or as wide as their longest cell, a rule
 * after each row, and the time below. A total that changed shows by how much, such as {@code 44 (+3)}.
 */
final class TablePrinter {
    private static final int NARROWEST_COLUMN = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /** Stands for a total that the API does not say. */
    private static final String UNKNOWN = "?";

    private record Cell(String text, int sign) {}

    private final boolean colours;

    TablePrinter(boolean colours) {
        this.colours = colours;
    }

    /** The lines of the table, each with a newline at its end. */
    String text(SummaryTable table, Changes changes) {
        List<List<Cell>> lines = lines(table, changes);
        List<Integer> widths = widths(lines);
        String rule = widths.stream().map("-"::repeat).collect(joining("+", "|", "|\n"));
        String body = lines.stream().map(line -> line(line, widths) + rule).collect(joining());
        return rule + body + "Fetched at " + TIME.format(table.fetchedAt()) + "\n";
    }

    private static List<List<Cell>> lines(SummaryTable table, Changes changes) {
        List<List<Cell>> lines = new ArrayList<>();
        lines.add(head(table.kind()));
        table.rows().stream()
                .sorted(Comparator.comparing(Summary::id, new IdOrder()))
                .map(row -> cells(row, changes))
                .forEach(lines::add);
        return lines;
    }

    private static List<Cell> head(SummaryKind kind) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(kind.idField(), 0));
        Arrays.stream(Counter.values()).forEach(counter -> cells.add(new Cell(counter.field(), 0)));
        return cells;
    }

    private static List<Cell> cells(Summary row, Changes changes) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(row.id(), 0));
        for (Counter counter : Counter.values()) {
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
                .map(longest -> Math.max(NARROWEST_COLUMN, longest))
                .boxed()
                .toList();
    }

    private String line(List<Cell> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> coloured(cells.get(column))
                        + " "
                                .repeat(widths.get(column)
                                        - cells.get(column).text().length()))
                .collect(joining("|", "|", "|\n"));
    }

    private String coloured(Cell cell) {
        boolean plain = !colours || cell.sign() == 0;
        return plain ? cell.text() : (cell.sign() > 0 ? GREEN : RED) + cell.text() + PLAIN;
    }
}
