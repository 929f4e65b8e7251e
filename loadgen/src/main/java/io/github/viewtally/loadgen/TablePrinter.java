package io.github.viewtally.loadgen;

import static java.util.stream.Collectors.joining;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a table of totals as text: rows by id, columns ten characters wide or as wide as their longest cell, a rule
 * after each row, and the time below.
 */
final class TablePrinter {
    private static final int NARROWEST_COLUMN = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /** The lines of the table, each with a newline at its end. */
    String text(SummaryTable table) {
        List<List<String>> lines = lines(table);
        List<Integer> widths = widths(lines);
        String rule = widths.stream().map("-"::repeat).collect(joining("+", "|", "|\n"));
        String body = lines.stream().map(line -> line(line, widths) + rule).collect(joining());
        return rule + body + "Fetched at " + TIME.format(table.fetchedAt()) + "\n";
    }

    private static List<List<String>> lines(SummaryTable table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(table.kind().idField(), "views", "duration", "likes", "dislikes"));
        table.rows().stream()
                .sorted(Comparator.comparing(Summary::id, new IdOrder()))
                .map(TablePrinter::cells)
                .forEach(lines::add);
        return lines;
    }

    private static List<String> cells(Summary row) {
        return List.of(
                row.id(),
                Long.toString(row.views()),
                Long.toString(row.duration()),
                Long.toString(row.likes()),
                Long.toString(row.dislikes()));
    }

    private static List<Integer> widths(List<List<String>> lines) {
        return IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElseThrow())
                .map(longest -> Math.max(NARROWEST_COLUMN, longest))
                .boxed()
                .toList();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> cells.get(column)
                        + " ".repeat(widths.get(column) - cells.get(column).length()))
                .collect(joining("|", "|", "|\n"));
    }
}
