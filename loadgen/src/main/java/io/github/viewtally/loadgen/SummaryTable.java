package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.util.List;

/** All totals of a kind, and the local time at which they were read. */
record SummaryTable(SummaryKind kind, List<Summary> rows, LocalDateTime fetchedAt) {
    SummaryTable {
        requireNonNull(kind);
        rows = List.copyOf(rows);
        requireNonNull(fetchedAt);
    }
}
