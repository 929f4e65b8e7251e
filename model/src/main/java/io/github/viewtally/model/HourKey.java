package io.github.viewtally.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One hour in UTC in which a video, a user, or a bucket of the totals of everything, has views or votes.
 *
 * @param hour the hour, as in {@code 2022-01-02T00}
 */
public record HourKey(SummaryKey owner, String hour) {

    /** The last result of parsing. Most timestamps fall in the same hour, and comparing is cheaper than parsing. */
    private static volatile String lastHour = "0000-01-01T00";

    /** Returns the hour of a view with this timestamp; empty if the text is not a timestamp. */
    public static Optional<HourKey> of(SummaryKey owner, String timestamp) {
        // One read: another thread may replace it.
        String last = lastHour;
        if (timestamp.startsWith(last) && Timestamps.isCanonicalAfterHour(timestamp, last.length())) {
            return Optional.of(new HourKey(owner, last));
        }
        Optional<HourKey> hour = parsed(owner, timestamp);
        hour.filter(found -> timestamp.startsWith(found.hour())).ifPresent(found -> lastHour = found.hour());
        return hour;
    }

    private static Optional<HourKey> parsed(SummaryKey owner, String timestamp) {
        return Timestamps.parseExact(timestamp).map(instant -> of(owner, instant));
    }

    /** Returns the hour that contains an instant. */
    public static HourKey of(SummaryKey owner, Instant instant) {
        return new HourKey(owner, Timestamps.formatHour(instant));
    }

    /** Returns the same hour of another owner. */
    public HourKey of(SummaryKey other) {
        return new HourKey(other, hour);
    }

    /** Returns the start of the hour; empty if another program stored it in another format. */
    public Optional<Instant> start() {
        return Timestamps.parseHour(hour);
    }
}
