package io.github.viewtally.aggregators.change;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.List;
import java.util.stream.Stream;

/** The write of one item in a transaction. */
public sealed interface ItemUpdate {

    /**
     * The item's partition key and sort key, joined by a slash. It is unique, because no sort key contains a slash. A batch
     * that needs several transactions is split in the order of these names.
     */
    String name();

    /** Adds to the counters of an item. Two such updates of one item can be combined to one. */
    sealed interface CounterDelta extends ItemUpdate {

        Counts delta();

        /** The amounts that are added to the counters of events that time to live has removed. */
        Counts expired();

        /** The change of the number of views in the table, by hour, from which the trend of a video is computed. */
        default HourlyViews hourly() {
            return HourlyViews.NONE;
        }

        /** The same item with other numbers. */
        CounterDelta with(Counts delta, Counts expired, HourlyViews hourly);

        /** The sum of this and another delta of the same item. */
        default CounterDelta plus(CounterDelta other) {
            return with(delta().plus(other.delta()), expired().plus(other.expired()), hourly().plus(other.hourly()));
        }

        default boolean isZero() {
            return delta().isZero() && expired().isZero() && hourly().isZero();
        }
    }

    /**
     * Adds to the counters of a summary.
     *
     * @param expired added to the counters of events that time to live has removed
     * @param hourly added to the trend of a video
     */
    record SummaryDelta(SummaryKey key, Counts delta, Counts expired, HourlyViews hourly) implements CounterDelta {

        public SummaryDelta(SummaryKey key, Counts delta) {
            this(key, delta, Counts.ZERO);
        }

        public SummaryDelta(SummaryKey key, Counts delta, Counts expired) {
            this(key, delta, expired, HourlyViews.NONE);
        }

        @Override
        public String name() {
            return nameOf(key);
        }

        @Override
        public SummaryDelta with(Counts otherDelta, Counts otherExpired, HourlyViews otherHourly) {
            return new SummaryDelta(key, otherDelta, otherExpired, otherHourly);
        }
    }

    /**
     * Adds to the counters of one hour.
     *
     * @param expired added to the counters of events that time to live has removed
     */
    record HourDelta(HourKey hour, Counts delta, Counts expired) implements CounterDelta {

        public HourDelta(HourKey hour, Counts delta) {
            this(hour, delta, Counts.ZERO);
        }

        @Override
        public String name() {
            return nameOf(hour);
        }

        @Override
        public HourDelta with(Counts otherDelta, Counts otherExpired, HourlyViews none) {
            return new HourDelta(hour, otherDelta, otherExpired);
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

    /**
     * Adds or removes a viewer of a video. The same transaction changes the numbers of viewers and videos.
     *
     * @param through the last record of the batch; the viewer is correct after that record
     * @param partitions the number of partitions of the index over which the events of the video are spread
     */
    record ViewerUpdate(Viewer viewer, Action action, SequenceNumber through, int partitions) implements ItemUpdate {

        /** The change of a viewer. */
        public enum Action {
            ADD(1),
            /** Adds a viewer who has lost a view by time to live, and who is therefore never removed. */
            ADD_EXPIRED(1),
            /** Marks a viewer who has lost a view by time to live. */
            EXPIRE(0),
            REMOVE(-1);

            private final int change;

            Action(int change) {
                this.change = change;
            }
        }

        @Override
        public String name() {
            return nameOf(viewer);
        }

        /** The changes of the number of videos of the user and of viewers of the video. */
        public List<SummaryDelta> counters() {
            return action.change == 0
                    ? List.of()
                    : Stream.of(viewer.user(), viewer.video())
                            .map(key -> new SummaryDelta(key, Counts.ofViewers(action.change)))
                            .toList();
        }
    }

    /** The update that adds nothing to the summary or the hour with this name. */
    static CounterDelta zeroOf(String name) {
        int slash = name.lastIndexOf('/');
        String sort = sortOf(name);
        SummaryKey key = Keys.parsePartition(name.substring(0, slash)).orElseThrow();
        return sort.equals(Keys.SUMMARY)
                ? new SummaryDelta(key, Counts.ZERO)
                : new HourDelta(new HourKey(key, Keys.hourOfSort(sort)), Counts.ZERO);
    }

    /** The name of the mark of an item. It sorts after the names of all summaries and hours. */
    static String nameOfMark(String item) {
        return "~" + item;
    }

    static String nameOf(SummaryKey key) {
        return SummaryItems.name(key);
    }

    static String nameOf(HourKey hour) {
        return nameOf(hour.owner(), Keys.hourSort(hour.hour()));
    }

    static String nameOf(Viewer viewer) {
        return nameOf(viewer.user(), Keys.viewerSort(viewer.videoId()));
    }

    /** The name of the item with this sort key: the summary, one of the hours, or a viewer. */
    static String nameOf(SummaryKey owner, String sort) {
        return Keys.partition(owner) + "/" + sort;
    }

    /** The sort key of the item with this name. */
    static String sortOf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The name of a record in quarantine, unique within its aggregator and shard. */
    static String nameOf(Change change) {
        return Keys.quarantine("") + "/" + change.sequenceNumber().padded();
    }
}
