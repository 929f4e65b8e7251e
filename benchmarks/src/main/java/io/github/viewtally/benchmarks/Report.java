package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.inner.InnerLoops.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables, for the terminal and for the documents. */
final class Report {

    /** What the tables mean and how they come about, which no run changes. */
    private static final String EXPLANATIONS = "explanations.md";

    private Report() {}

    static String plain(List<Outcome> outcomes) {
        return outcomes.stream().map(Report::lines).collect(Collectors.joining());
    }

    private static String lines(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "  %s%n      %s = %s %s (%s; stretch %s): %s%n%s",
                outcome.title(),
                figures(outcome),
                Numbers.text(outcome.figure()),
                outcome.spread().isEmpty() ? "" : "[" + outcome.spread() + "]",
                outcome.goal().floorText(),
                outcome.goal().stretchText(),
                outcome.goal().verdict(outcome.figure()),
                outcome.note().isEmpty() ? "" : "      " + outcome.note() + System.lineSeparator());
    }

    private static String figures(Outcome outcome) {
        return Numbers.text(outcome.ours()) + " " + outcome.unit()
                + outcome.baseline()
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

    static String markdown(RunSettings pace, List<Outcome> outcomes, List<Loop> loops) {
        return String.format(
                Locale.ROOT,
                """
                # Benchmarks

                `mvn -Pbenchmarks` measures all of this and writes this file. Each figure is a ratio of two variants that ran in turn on one machine, or a cost; a ratio means more than the figures it is made of.

                Measured on %s: %s. Each variant was warmed up for %s s; then medians of %d rounds of %s s each.

                | measure | ours | baseline | figure | rounds | floor | stretch | reached |
                |---|---|---|---|---|---|---|---|
                %s
                %s
                ## Inner loops

                By JMH, nanoseconds an operation; of a batch, a record.

                | loop | ns | ± |
                |---|---|---|
                %s
                %s""",
                LocalDate.now(ZoneOffset.UTC),
                Machine.text(),
                Numbers.text(pace.warmUp().toMillis() / 1e3),
                pace.rounds(),
                Numbers.text(pace.round().toMillis() / 1e3),
                outcomes.stream().map(Report::row).collect(Collectors.joining()),
                notes(outcomes),
                loops.stream().map(Report::row).collect(Collectors.joining()),
                explanations());
    }

    private static String row(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | **%s** | %s | %s | %s | %s |%n",
                outcome.title(),
                Numbers.text(outcome.ours()) + " " + outcome.unit(),
                outcome.baseline().map(Numbers::text).orElse("–"),
                Numbers.text(outcome.figure()),
                outcome.spread().isEmpty() ? "–" : outcome.spread(),
                outcome.goal().floorText(),
                outcome.goal().stretchText(),
                outcome.goal().verdict(outcome.figure()));
    }

    private static String row(Loop loop) {
        return String.format(
                Locale.ROOT, "| %s | %s | %s |%n", loop.name(), Numbers.text(loop.nanos()), Numbers.text(loop.error()));
    }

    private static String notes(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !outcome.note().isEmpty())
                .map(outcome -> "- " + outcome.title() + ": " + outcome.note() + ".\n")
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
