package io.github.viewtally.aggregators.change;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.Keys;

/** The write of one item in a transaction. */
public sealed interface ItemUpdate {

    /**
     * The item's partition key and sort key, joined by a slash. It is unique, because no sort key contains a slash. A batch
     * that needs several transactions is split in the order of these names.
     */
    String name();

    /** Adds to the counters of a summary. */
    record SummaryDelta(SummaryKey key, Counts delta) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(key);
        }
    }

    /** Adds to the counters of one hour of a video. */
    record HourDelta(VideoHour hour, Counts delta) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(hour);
        }
    }

    /** Puts a record that cannot be counted into quarantine. */
    record QuarantinedRecord(Change change) implements ItemUpdate {
        @Override
        public String name() {
            return nameOf(change);
        }
    }

    /**
     * Puts a delta that DynamoDB cannot add into quarantine. The summary or hour stays unchanged.
     *
     * @param name the name of the summary or hour
     * @param reason why the delta cannot be added
     */
    record QuarantinedDelta(String name, Counts delta, String reason) implements ItemUpdate {}

    /** Whether this update writes to the quarantine. */
    default boolean isQuarantined() {
        return this instanceof QuarantinedRecord || this instanceof QuarantinedDelta;
    }

    static String nameOf(SummaryKey key) {
        return Keys.partition(key) + "/" + Keys.SUMMARY;
    }

    static String nameOf(VideoHour hour) {
        return Keys.video(hour.videoId()) + "/" + Keys.hourSort(hour.hour());
    }

    /** The name of a record in quarantine, unique within its aggregator and shard. */
    static String nameOf(Change change) {
        return Keys.quarantine("") + "/" + change.sequenceNumber().padded();
    }
}
