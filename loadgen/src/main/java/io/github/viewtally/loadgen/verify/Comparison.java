package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.Summary;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Totals that were read, all of them whole, beside those that must be. */
final class Comparison {
    static final int MOST_MISMATCHES = 10;

    private final Ledger ledger;
    private final Map<SummaryKind, Set<Summary>> read = new EnumMap<>(SummaryKind.class);

    Comparison(Ledger ledger, List<Summary> videos, List<Summary> users) {
        this.ledger = requireNonNull(ledger);
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
        long least = 0;
        long most = 0;
        long counted = 0;
        long drift = 0;
        for (Summary summary : read.get(kind)) {
            Expected expected = ledger.expected(kind, summary.id());
            least += expected.least(counter);
            most += expected.most(counter);
            long total = counter.of(summary).orElseThrow();
            counted += total;
            drift += Math.abs(expected.drift(counter, total));
        }
        return new CounterCheck(kind, counter, least, most, counted, drift);
    }

    long wrongTotals() {
        return read.entrySet().stream()
                .mapToLong(rows -> rows.getValue().stream()
                        .filter(row -> !mismatch(rows.getKey(), row).isEmpty())
                        .count())
                .sum();
    }

    /** Such as {@code users v1-0: views 10 (must be 11)}; the first few. */
    List<String> mismatches() {
        return read.entrySet().stream()
                .flatMap(rows -> rows.getValue().stream().map(row -> mismatch(rows.getKey(), row)))
                .filter(text -> !text.isEmpty())
                .sorted()
                .limit(MOST_MISMATCHES)
                .toList();
    }

    private String mismatch(SummaryKind kind, Summary row) {
        Expected expected = ledger.expected(kind, row.id());
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            long total = counter.of(row).orElseThrow();
            if (expected.drift(counter, total) != 0) {
                text.append(text.isEmpty() ? kind.idField() + " " + row.id() + ":" : ",")
                        .append(String.format(
                                Locale.ROOT, " %s %d (must be %s)", counter.field(), total, range(expected, counter)));
            }
        }
        return text.toString();
    }

    private static String range(Expected expected, Counter counter) {
        long least = expected.least(counter);
        long most = expected.most(counter);
        return least == most ? Long.toString(least) : least + " to " + most;
    }
}
