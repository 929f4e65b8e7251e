package io.github.viewtally.api.summaries;

import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.Keys;
import java.math.BigDecimal;
import java.util.List;

/**
 * A place in the list of all summaries by views: at the beginning of a run, or within it behind a summary.
 *
 * @param upper the key in the index below which the run begins
 * @param lower the key down to which the run goes; empty at its beginning
 * @param views of the summary behind which the place is
 * @param id of that summary
 */
record Position(String upper, String lower, BigDecimal views, String id) {

    static final Position START = before(Keys.ABOVE_ALL_RANKS);

    /** How many texts it is in a cursor. */
    static final int TEXTS = 4;

    static Position before(String upper) {
        return new Position(upper, "", BigDecimal.ZERO, "");
    }

    static Position within(Run run, Summary last) {
        return new Position(
                run.upper(), run.lower(), last.totals().views(), last.subject().id());
    }

    static Position of(List<String> texts) {
        return new Position(texts.get(0), texts.get(1), new BigDecimal(texts.get(2)), texts.get(3));
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
                                summary.subject().id())
                        < 0;
    }
}
