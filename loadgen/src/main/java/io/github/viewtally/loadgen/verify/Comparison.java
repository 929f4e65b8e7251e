package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryRow;
import io.github.viewtally.loadgen.verify.ExpectedTotals.TotalRange;
import io.github.viewtally.loadgen.verify.VerificationResult.CounterCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares the totals that were read with the expected totals. */
final class Comparison {
    static final int MAX_MISMATCHES = 10;

    private final ExpectedTotals expectedTotals;
    private final Map<SummaryKind, Set<SummaryRow>> read = new EnumMap<>(SummaryKind.class);

    Comparison(ExpectedTotals expectedTotals, List<SummaryRow> videos, List<SummaryRow> users) {
        this.expectedTotals = requireNonNull(expectedTotals);
        read.put(SummaryKind.VIDEOS, Set.copyOf(videos));
        read.put(SummaryKind.USERS, Set.copyOf(users));
    }

    boolean hasSameTotalsAs(Comparison other) {
        return read.equals(other.read);
    }

    boolean isExact() {
        return checks().stream().allMatch(check -> check.drift() == 0);
    }

    List<CounterCheck> checks() {
        List<CounterCheck> checks = new ArrayList<>();
        for (SummaryKind kind : SummaryKind.values()) {
            for (Counter counter : Counter.values()) {
                checks.add(check(kind, counter));
            }
        }
        return checks;
    }

    private CounterCheck check(SummaryKind kind, Counter counter) {
        long min = 0;
        long max = 0;
        long counted = 0;
        long drift = 0;
        for (SummaryRow summary : read.get(kind)) {
            TotalRange expected = expectedTotals.of(kind, summary.id());
            min += expected.min(counter);
            max += expected.max(counter);
            long total = counter.of(summary).orElseThrow();
            counted += total;
            drift += Math.abs(expected.drift(counter, total));
        }
        return new CounterCheck(kind, counter, min, max, counted, drift);
    }

    long wrongTotals() {
        return read.entrySet().stream()
                .mapToLong(rows -> rows.getValue().stream()
                        .filter(row -> !mismatch(rows.getKey(), row).isEmpty())
                        .count())
                .sum();
    }

    /** Returns the first few mismatches, such as {@code userId 0: views 10 (must be 11)}. */
    List<String> mismatches() {
        return read.entrySet().stream()
                .flatMap(rows -> rows.getValue().stream().map(row -> mismatch(rows.getKey(), row)))
                .filter(text -> !text.isEmpty())
                .sorted()
                .limit(MAX_MISMATCHES)
                .toList();
    }

    private String mismatch(SummaryKind kind, SummaryRow row) {
        TotalRange expected = expectedTotals.of(kind, row.id());
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            long total = counter.of(row).orElseThrow();
            if (expected.drift(counter, total) != 0) {
                text.append(text.isEmpty() ? kind.idField() + " " + row.id() + ":" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                " %s %d (must be %s)",
                                counter.field(kind),
                                total,
                                range(expected, counter)));
            }
        }
        return text.toString();
    }

    private static String range(TotalRange expected, Counter counter) {
        long min = expected.min(counter);
        long max = expected.max(counter);
        return min == max ? Long.toString(min) : min + " to " + max;
    }
}
