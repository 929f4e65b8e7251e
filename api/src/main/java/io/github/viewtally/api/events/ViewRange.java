package io.github.viewtally.api.events;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.Optional;

/**
 * The time range of a list of views. The query returns all views of the range and possibly a few others, because a
 * timestamp with fewer digits and {@code Z} sorts last in its second. So each view is checked too.
 *
 * @param from the first instant, included
 * @param to the last instant, excluded
 */
record ViewRange(Optional<Instant> from, Optional<Instant> to) {

    /** Sorts after every view: the character after the separator that ends their common prefix. */
    private static final String AFTER_ALL = "VIEW$";

    /**
     * Reads {@code from} and {@code to} of the query.
     *
     * @throws io.github.viewtally.api.problem.ProblemException 400 naming the parameter
     */
    static ViewRange read(Parameters parameters) {
        ViewRange range = new ViewRange(parameters.queryTimestamp("from"), parameters.queryTimestamp("to"));
        if (range.from().isPresent()
                && range.to().isPresent()
                && range.from().get().isAfter(range.to().get())) {
            throw Parameters.invalid("from", "must not be later than to");
        }
        return range;
    }

    /**
     * Returns a sort key of the index at or before the first view. No view has this key, because view keys are longer.
     */
    String firstKey() {
        return Keys.viewOfVideoPrefix(from.map(Timestamps::lowerBound).orElse(""));
    }

    /** Returns a sort key of the index after the last view. */
    String lastKey() {
        return to.map(time -> Keys.viewOfVideoPrefix(
                        time.getNano() == 0 ? Timestamps.lowerBound(time) : Timestamps.endOfSecond(time)))
                .orElse(AFTER_ALL);
    }

    /** Returns whether a sort key of the index lies between these keys. */
    boolean holdsKey(String sort) {
        return RankIndex.AS_IN_THE_TABLE.compare(firstKey(), sort) <= 0
                && RankIndex.AS_IN_THE_TABLE.compare(sort, lastKey()) <= 0;
    }

    /**
     * Returns whether a view between these keys is in the range. A timestamp that is not valid is compared as a string.
     */
    boolean holds(String timestamp) {
        if (!Timestamps.looksCanonical(timestamp)) {
            Optional<Instant> instant = Timestamps.parseUtc(timestamp);
            if (instant.isPresent()) {
                return from.stream().noneMatch(instant.get()::isBefore)
                        && to.stream().allMatch(instant.get()::isBefore);
            }
        }
        return to.stream().allMatch(time -> timestamp.compareTo(Timestamps.lowerBound(time)) < 0);
    }
}
