package io.github.viewtally.loadgen.summaries;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** By how much the totals of a table differ from those of the one before. A row that is new there was zeros before. */
final class Changes {
    /** For the first table, which has none before. */
    static final Changes UNKNOWN = new Changes(Optional.empty());

    private final Optional<Map<String, Summary>> before;

    private Changes(Optional<Map<String, Summary>> before) {
        this.before = before;
    }

    static Changes since(SummaryTable before) {
        // A row that moved from one page to the next between the two readings may come twice; the later is newer.
        return new Changes(Optional.of(
                before.rows().stream().collect(Collectors.toMap(Summary::id, row -> row, (earlier, later) -> later))));
    }

    /** 0 if nothing changed or nothing is known. */
    BigInteger of(Summary now, Counter counter) {
        return before.map(rows -> rows.getOrDefault(now.id(), new Summary(now.id(), 0, 0, 0, 0)))
                .map(then -> difference(counter.of(now), counter.of(then)))
                .orElse(BigInteger.ZERO);
    }

    /** The difference of two longs may be no long. */
    private static BigInteger difference(OptionalLong now, OptionalLong then) {
        return now.isPresent() && then.isPresent()
                ? BigInteger.valueOf(now.getAsLong()).subtract(BigInteger.valueOf(then.getAsLong()))
                : BigInteger.ZERO;
    }
}
