package io.github.viewtally.loadgen.summaries;

/** Formats rounds of totals with the changes since the previous round. Not safe for several threads. */
public interface SummaryFormatter {

    /** Formats the next round. The text ends in a newline. */
    String format(SummaryTable videos, SummaryTable users);
}
