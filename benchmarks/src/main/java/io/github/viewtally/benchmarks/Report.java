package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.micro.Microbenchmarks.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats results for the terminal and for {@code docs/benchmarks.md}. */
final class Report {

    /** The part of the document that does not depend on the results. */
    private static final String EXPLANATIONS = "explanations.md";

    private static final String HEADING = "\n## ";
    private static final String FIRST_EXPLANATION = HEADING + "How it is measured\n";

    private Report() {}

    static String plain(List<BenchmarkResult> results) {
        return results.stream().map(Report::lines).collect(Collectors.joining());
    }

    private static String lines(BenchmarkResult result) {
        return String.format(
                Locale.ROOT,
                "  %s%n      %s = %s %s (%s; stretch %s): %s%n%s",
                result.title(),
                figures(result),
                Numbers.text(result.figure()),
                result.spread().count() == 0 ? "" : "[" + result.spread().text() + "]",
                result.goal().floorText(),
                result.goal().stretchText(),
                result.level(),
                result.note().isEmpty() ? "" : "      " + result.note() + System.lineSeparator());
    }

    private static String figures(BenchmarkResult result) {
        return Numbers.text(result.ours()) + " " + result.unit()
                + result.baseline()
                        .map(baseline -> " ÷ " + Numbers.text(baseline))
                        .orElse("");
    }

    static String loops(List<Loop> loops) {
        return loops.stream()
                .map(loop -> String.format(
                        Locale.ROOT,
                        "  %s: %s ± %s ns%n",
                        loop.name(),
                        Numbers.text(loop.nanos()),
                        Numbers.text(loop.error())))
                .collect(Collectors.joining());
    }

    static String markdown(RunSettings settings, List<BenchmarkResult> results, List<Loop> loops) {
        return String.format(
                Locale.ROOT,
                """
                # Benchmarks

                `mvn -Pbenchmarks` runs all measurements and writes this file. Each figure is a cost, or a ratio of two variants that alternated on one machine. A ratio is more reliable than the two figures behind it.

                Measured on %s: %s. Each variant was warmed up for %s s; the figures are medians of %d rounds of %s s each. Number of runs with new processes: %d. The figure is that of the median run; a goal is reached if every run reaches it.

                | measurement | ours | baseline | figure | rounds | runs | floor | stretch | reached |
                |---|---|---|---|---|---|---|---|---|
                %s
                %s
                ## Inner loops

                Measured with JMH, in nanoseconds per operation; for a batch, per record.

                | loop | ns | ± |
                |---|---|---|
                %s
                %s""",
                LocalDate.now(ZoneOffset.UTC),
                Machine.text(),
                Numbers.text(settings.warmUp().toMillis() / 1e3),
                settings.rounds(),
                Numbers.text(settings.round().toMillis() / 1e3),
                settings.runs(),
                results.stream().map(Report::row).collect(Collectors.joining()),
                notes(results),
                loops.stream().map(Report::row).collect(Collectors.joining()),
                explanations());
    }

    /** Replaces the section of a report that has the same heading. Without one, adds it before the explanations. */
    static String withSection(String report, String section) {
        int old = report.indexOf("\n" + section.lines().findFirst().orElseThrow() + "\n");
        int next = old < 0 ? report.indexOf(FIRST_EXPLANATION) : report.indexOf(HEADING, old + HEADING.length());
        int end = next < 0 ? report.length() : next;
        return report.substring(0, old < 0 ? end : old) + "\n" + section + report.substring(end);
    }

    private static String row(BenchmarkResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | **%s** | %s | %s | %s | %s | %s |%n",
                result.title(),
                Numbers.text(result.ours()) + " " + result.unit(),
                result.baseline().map(Numbers::text).orElse("–"),
                Numbers.text(result.figure()),
                result.spread().text(),
                result.runs().text(),
                result.goal().floorText(),
                result.goal().stretchText(),
                result.level());
    }

    private static String row(Loop loop) {
        return String.format(
                Locale.ROOT, "| %s | %s | %s |%n", loop.name(), Numbers.text(loop.nanos()), Numbers.text(loop.error()));
    }

    private static String notes(List<BenchmarkResult> results) {
        return results.stream()
                .filter(result -> !result.note().isEmpty())
                .map(result -> "- " + result.title() + ": " + result.note() + ".\n")
                .collect(Collectors.joining());
    }

    private static String explanations() {
        try (InputStream text = Report.class.getResourceAsStream(EXPLANATIONS)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
