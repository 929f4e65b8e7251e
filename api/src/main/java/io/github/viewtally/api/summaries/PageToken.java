package io.github.viewtally.api.summaries;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.storage.KeyTexts;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.Keys;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A position in the list of all summaries by views: at the start of a rank segment, or inside it behind a summary.
 *
 * @param upper the index key below which the segment starts
 * @param lower the last index key of the segment; empty at its start
 * @param views the views of the summary before the position
 * @param id the id of that summary
 */
record PageToken(String upper, String lower, BigDecimal views, String id) {

    static final PageToken START = before(Keys.ABOVE_ALL_RANKS);

    /** Number of strings in a cursor. */
    static final int TEXTS = 4;

    /** More than any number of DynamoDB, which has at most 38 digits and is below 1E126. */
    private static final int MAX_NUMBER_LENGTH = 200;

    private static final Pattern RANK = Pattern.compile("[0-9]{3}#");

    static PageToken before(String upper) {
        return new PageToken(upper, "", BigDecimal.ZERO, "");
    }

    static PageToken within(RankSegment segment, Summary last) {
        return new PageToken(
                segment.upper(),
                segment.lower(),
                last.totals().views(),
                last.key().id());
    }

    /**
     * Parses the strings of a cursor.
     *
     * @throws ProblemException 400 if they are not a position
     */
    static PageToken of(List<String> texts) {
        String upper = texts.get(0);
        String lower = texts.get(1);
        String id = texts.get(3);
        try {
            BigDecimal views = number(texts.get(2));
            boolean beginning = lower.isEmpty() && views.signum() == 0 && id.isEmpty();
            boolean within =
                    isRank(lower) && RankIndex.AS_IN_THE_TABLE.compare(lower, upper) < 0 && KeyTexts.isPartitionKey(id);
            if ((upper.equals(Keys.ABOVE_ALL_RANKS) || isRank(upper)) && (beginning || within)) {
                return new PageToken(upper, lower, views, id);
            }
        } catch (NumberFormatException e) {
            // Handled like any other wrong cursor.
        }
        throw Cursors.refused();
    }

    private static BigDecimal number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        return number;
    }

    private static boolean isRank(String key) {
        return RANK.matcher(key).lookingAt() && KeyTexts.isSortKey(key);
    }

    List<String> texts() {
        return List.of(upper, lower, views.toString(), id);
    }

    boolean isWithinSegment() {
        return !lower.isEmpty();
    }

    /** Returns whether a summary of the segment is behind this position. */
    boolean isBefore(Summary summary) {
        return !isWithinSegment()
                || TopList.compare(
                                views,
                                id,
                                summary.totals().views(),
                                summary.key().id())
                        < 0;
    }
}
