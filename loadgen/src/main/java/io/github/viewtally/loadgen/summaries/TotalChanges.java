package io.github.viewtally.loadgen.summaries;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The changes of totals since an earlier table. The totals of a new row were zero before. */
final class TotalChanges {
    /** The changes of the first table: none. */
    static final TotalChanges UNKNOWN = new TotalChanges(Optional.empty());

    private final Optional<Map<String, SummaryRow>> before;

    private TotalChanges(Optional<Map<String, SummaryRow>> before) {
        this.before = before;
    }

    static TotalChanges since(SummaryTable before) {
        // A row that moves to a later page during the reading can occur twice. The last one is the newest.
        return new TotalChanges(Optional.of(before.rows().stream()
                .collect(Collectors.toMap(SummaryRow::id, row -> row, (earlier, later) -> later))));
    }

    /** Returns the change of a total; 0 if it is unknown. */
    BigInteger of(SummaryRow now, Counter counter) {
        return before.map(rows -> rows.getOrDefault(now.id(), new SummaryRow(now.id(), 0, 0, 0, 0)))
                .map(then -> difference(counter.of(now), counter.of(then)))
                .orElse(BigInteger.ZERO);
    }

    /** The difference of two longs can exceed a long. */
    private static BigInteger difference(OptionalLong now, OptionalLong then) {
        return now.isPresent() && then.isPresent()
                ? BigInteger.valueOf(now.getAsLong()).subtract(BigInteger.valueOf(then.getAsLong()))
                : BigInteger.ZERO;
    }
}
