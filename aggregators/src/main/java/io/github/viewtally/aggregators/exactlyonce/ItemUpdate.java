package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.Keys;

/**
 * What becomes of one item of the table. Its name, made of its key, stands for it in the order in which a batch is cut; no
 * two items share one, for no sort key of theirs holds the separator.
 */
sealed interface ItemUpdate {

    String name();

    /** A summary whose counters move. */
    record Summary(SummaryKey subject, Counts delta) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(subject);
        }
    }

    /** An hour of a video whose counters move. */
    record Hour(VideoHour hour, Counts delta) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(hour);
        }
    }

    /** A record that an operator should look at. */
    record Quarantined(Change change) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(change);
        }
    }

    /**
     * A summary or an hour whose counters cannot be added to. It stays as it is.
     *
     * @param name that of the item
     * @param delta what was to be added
     * @param fault why it could not
     */
    record Uncountable(String name, Counts delta, String fault) implements ItemUpdate {}

    /** Whether it is written to the quarantine. */
    default boolean isQuarantined() {
        return this instanceof Quarantined || this instanceof Uncountable;
    }

    static String nameOf(SummaryKey subject) {
        return Keys.partition(subject) + "/" + Keys.SUMMARY;
    }

    static String nameOf(VideoHour hour) {
        return Keys.video(hour.videoId()) + "/" + Keys.hourSort(hour.hour());
    }

    /** The name of a record's item in the quarantine of its shard. */
    static String nameOf(Change change) {
        return Keys.quarantine("") + "/" + change.position().padded();
    }
}
