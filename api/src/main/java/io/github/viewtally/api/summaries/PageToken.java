package io.github.viewtally.api.summaries;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.storage.KeyTexts;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.RankKeys;
import java.util.List;
import java.util.Optional;

/**
 * A position in the list of all summaries: at the start of a rank segment, or after a summary in it.
 *
 * @param upper the index key below which the segment starts
 * @param lower the last index key of the segment; empty at its start
 * @param last the summary before the position, with only the values that the order needs; empty at the start of the segment
 */
record PageToken(String upper, String lower, Optional<Summary> last) {

    static final PageToken START = before(RankKeys.ABOVE_ALL_RANKS);

    /** Number of strings in a cursor. */
    static final int TEXTS = 4;

    /** Stands for no summary. */
    private static final String NONE = "0";

    static PageToken before(String upper) {
        return new PageToken(upper, "", Optional.empty());
    }

    static PageToken within(RankSegment segment, Summary last) {
        return new PageToken(segment.upper(), segment.lower(), Optional.of(last));
    }

    /**
     * Parses the strings of a cursor.
     *
     * @throws ProblemException 400 if they are not a position
     */
    static PageToken of(SummaryOrder order, List<String> texts) {
        String upper = texts.get(0);
        String lower = texts.get(1);
        String value = texts.get(2);
        String id = texts.get(3);
        boolean isUpper = upper.equals(RankKeys.ABOVE_ALL_RANKS) || isRank(order, upper);
        try {
            if (isUpper && lower.isEmpty() && value.equals(NONE) && id.isEmpty()) {
                return before(upper);
            }
            if (isUpper
                    && isRank(order, lower)
                    && RankIndex.AS_IN_THE_TABLE.compare(lower, upper) < 0
                    && KeyTexts.isPartitionKey(id)) {
                return new PageToken(upper, lower, Optional.of(order.parse(value, id)));
            }
        } catch (IllegalArgumentException e) {
            // Handled like any other wrong cursor.
        }
        throw Cursors.refused();
    }

    private static boolean isRank(SummaryOrder order, String key) {
        return order.startsWithRank(key) && KeyTexts.isSortKey(key);
    }

    List<String> texts(SummaryOrder order) {
        return List.of(
                upper,
                lower,
                last.map(order::text).orElse(NONE),
                last.map(summary -> summary.key().id()).orElse(""));
    }

    boolean isWithinSegment() {
        return !lower.isEmpty();
    }

    /** Returns whether a summary of the segment comes after this position. */
    boolean isBefore(SummaryOrder order, Summary summary) {
        return last.stream().allMatch(before -> order.compare(before, summary) < 0);
    }
}
