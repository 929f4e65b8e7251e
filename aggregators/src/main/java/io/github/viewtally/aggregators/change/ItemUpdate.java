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

    /**
     * Adds to the counters of a summary.
     *
     * @param expired added to the counters of events that time to live has removed
     */
    record SummaryDelta(SummaryKey key, Counts delta, Counts expired) implements ItemUpdate {

        public SummaryDelta(SummaryKey key, Counts delta) {
            this(key, delta, Counts.ZERO);
        }

        @Override
        public String name() {
            return nameOf(key);
        }
    }

    /**
     * Adds to the counters of one hour of a video.
     *
     * @param expired added to the counters of events that time to live has removed
     */
    record HourDelta(VideoHour hour, Counts delta, Counts expired) implements ItemUpdate {

        public HourDelta(VideoHour hour, Counts delta) {
            this(hour, delta, Counts.ZERO);
        }

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
     * Marks a summary or an hour for the next audit.
     *
     * @param item its name
     */
    record AuditMark(String item) implements ItemUpdate {
        @Override
        public String name() {
            return nameOfMark(item);
        }
    }

    /** The name of the mark of an item. It sorts after the names of all summaries and hours. */
    static String nameOfMark(String item) {
        return "~" + item;
    }

    static String nameOf(SummaryKey key) {
        return Keys.summaryName(key);
    }

    static String nameOf(VideoHour hour) {
        return Keys.video(hour.videoId()) + "/" + Keys.hourSort(hour.hour());
    }

    /** The name of a record in quarantine, unique within its aggregator and shard. */
    static String nameOf(Change change) {
        return Keys.quarantine("") + "/" + change.sequenceNumber().padded();
    }
}
