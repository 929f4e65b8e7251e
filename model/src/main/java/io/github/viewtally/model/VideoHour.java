package io.github.viewtally.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * One hour, in UTC, of the views of one video.
 *
 * @param hour as in {@code 2022-01-02T00}
 */
public record VideoHour(String videoId, String hour) {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT);

    /** The hour that was found last: mostly it is the next one too, and to see that is cheaper than to parse. */
    private static volatile String lastHour = "0000-01-01T00";

    /** The hour in which a view of this timestamp began; empty if the text is no timestamp. */
    public static Optional<VideoHour> of(String videoId, String timestamp) {
        if (timestamp.startsWith(lastHour) && Timestamps.isCanonicalWithin(timestamp, lastHour.length())) {
            return Optional.of(new VideoHour(videoId, lastHour));
        }
        Optional<VideoHour> hour = parsed(videoId, timestamp);
        hour.filter(found -> timestamp.startsWith(found.hour())).ifPresent(found -> lastHour = found.hour());
        return hour;
    }

    private static Optional<VideoHour> parsed(String videoId, String timestamp) {
        return Timestamps.parseExact(timestamp).map(instant -> of(videoId, instant));
    }

    /** The hour that holds an instant. */
    public static VideoHour of(String videoId, Instant instant) {
        return new VideoHour(videoId, HOUR.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
    }

    /** The instant at which it begins; empty if another program has written it otherwise than said above. */
    public Optional<Instant> start() {
        try {
            return Optional.of(OffsetDateTime.parse(hour + ":00:00Z").toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
