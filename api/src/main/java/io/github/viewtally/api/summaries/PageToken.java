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
 * A place in the list of all summaries by views: at the beginning of a run, or within it behind a summary.
 *
 * @param upper the key in the index below which the run begins
 * @param lower the key down to which the run goes; empty at its beginning
 * @param views of the summary behind which the place is
 * @param id of that summary
 */
record PageToken(String upper, String lower, BigDecimal views, String id) {

    static final PageToken START = before(Keys.ABOVE_ALL_RANKS);

    /** How many texts it is in a cursor. */
    static final int TEXTS = 4;

    /** More than any number of DynamoDB has, which is below 1E126 and has 38 digits, down to 1E-130. */
    private static final int MAX_NUMBER_LENGTH = 200;

    private static final Pattern RANK = Pattern.compile("[0-9]{3}#");

    static PageToken before(String upper) {
        return new PageToken(upper, "", BigDecimal.ZERO, "");
    }

    static PageToken within(RankSegment run, Summary last) {
        return new PageToken(
                run.upper(), run.lower(), last.totals().views(), last.key().id());
    }

    /**
     * The place that a cursor stands for.
     *
     * @throws ProblemException 400 if the texts are not those of a place
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
            // Refused like any other.
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

    boolean isWithinRun() {
        return !lower.isEmpty();
    }

    /** Whether a summary of the run stands behind it. */
    boolean isBefore(Summary summary) {
        return !isWithinRun()
                || TopList.compare(
                                views,
                                id,
                                summary.totals().views(),
                                summary.key().id())
                        < 0;
    }
}
