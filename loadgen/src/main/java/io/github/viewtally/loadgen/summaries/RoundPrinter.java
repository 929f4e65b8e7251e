package io.github.viewtally.loadgen.summaries;

/** Makes each round of watching into text, and remembers it to tell what the next one changes. Not for several threads. */
public interface RoundPrinter {

    /** The text of a round, with a newline at its end. */
    String text(SummaryTable videos, SummaryTable users);
}
