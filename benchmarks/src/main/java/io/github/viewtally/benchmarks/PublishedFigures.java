package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.BenchmarkResult.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures of an earlier report, to compare new ones with. */
final class PublishedFigures {

    /** The noise of a figure that was measured once. */
    private static final double NOISE = 0.15;

    private static final Pattern CELL_BORDER = Pattern.compile(" \\| ");
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");
    private static final String TITLE = "measurement";
    private static final List<String> RANGES = List.of("rounds", "runs");

    private final Map<String, Published> figures = new HashMap<>();

    private record Published(double figure, Range noise) {}

    private PublishedFigures() {}

    /**
     * Reads the table of a report that {@link Report#markdown} has written, in this or an earlier version.
     *
     * @throws IOException if the file cannot be read
     */
    static PublishedFigures read(Path report) throws IOException {
        PublishedFigures published = new PublishedFigures();
        List<String> columns = List.of();
        for (String line : Files.readAllLines(report)) {
            List<String> cells = cells(line);
            if (cells.contains(TITLE)) {
                columns = cells;
            } else if (cells.isEmpty()) {
                columns = List.of();
            } else if (cells.size() == columns.size()) {
                published.add(columns, cells);
            }
        }
        return published;
    }

    private static List<String> cells(String line) {
        return line.startsWith("| ") && line.endsWith(" |")
                ? Arrays.asList(CELL_BORDER.split(line.substring(2, line.length() - 2)))
                : line.startsWith("|") ? List.of("---") : List.of();
    }

    private void add(List<String> columns, List<String> cells) {
        double figure =
                numbers(cells.get(columns.indexOf("figure"))).findFirst().orElseThrow();
        double[] measured = RANGES.stream()
                .map(columns::indexOf)
                .filter(column -> column >= 0)
                .flatMapToDouble(column -> numbers(cells.get(column)))
                .toArray();
        Range noise = measured.length > 0
                ? Range.of(Arrays.stream(measured).boxed().toList())
                : Range.of(List.of(figure * (1 - NOISE), figure * (1 + NOISE)));
        figures.put(cells.get(columns.indexOf(TITLE)), new Published(figure, noise));
    }

    private static DoubleStream numbers(String cell) {
        return NUMBER.matcher(cell)
                .results()
                .mapToDouble(number -> Double.parseDouble(number.group().replace(",", "")));
    }

    /**
     * Returns a line for each result that is worse than every figure of its published rounds and runs, or, if there were
     * none, worse by more than 15 %.
     */
    Stream<String> worse(List<BenchmarkResult> results) {
        return results.stream()
                .flatMap(result -> Optional.ofNullable(figures.get(result.title()))
                        .filter(published -> isWorse(result, published.noise()))
                        .map(published -> String.format(
                                Locale.ROOT,
                                "%s: %s, published %s [%s]",
                                result.title(),
                                Numbers.text(result.figure()),
                                Numbers.text(published.figure()),
                                published.noise().text()))
                        .stream());
    }

    private static boolean isWorse(BenchmarkResult result, Range noise) {
        return result.goal().higherIsBetter() ? result.figure() < noise.lowest() : result.figure() > noise.highest();
    }
}
