package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.util.List;

/** All totals of a kind, and the local time at which they were read. */
public record SummaryTable(SummaryKind kind, List<Summary> rows, LocalDateTime fetchedAt) {
    public SummaryTable {
        requireNonNull(kind);
        rows = List.copyOf(rows);
        requireNonNull(fetchedAt);
    }
}
