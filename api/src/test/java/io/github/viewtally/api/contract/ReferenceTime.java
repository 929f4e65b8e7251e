package io.github.viewtally.api.contract;

import io.github.viewtally.api.contract.ReferenceReading.Event;
import io.github.viewtally.api.contract.ReferenceReading.ExpectedResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats timestamps according to the contract. Does not use the code under test. */
final class ReferenceTime {

    private ReferenceTime() {}

    /** RFC 3339, as {@code format: date-time} has it, and with the offsets of ISO 8601's basic format. */
    static final Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d:\\d\\d)(?:[.](\\d{1,9}))?"
            + "(?:[Zz]|([+-])(\\d\\d)(?::?(\\d\\d))?)");

    static final long MOST_SECONDS_AHEAD = 600;
    static final long CLOCKS_APART = 60;

    static final DateTimeFormatter STORED = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The event unless its time is too far in the future; near the bound the clocks of server and test decide. */
    static Event bounded(Event view, Instant time) {
        Instant bound = Instant.now().plusSeconds(MOST_SECONDS_AHEAD);
        if (time.isBefore(bound.minusSeconds(CLOCKS_APART))) {
            return view;
        }
        return time.isAfter(bound.plusSeconds(CLOCKS_APART))
                ? Event.BAD
                : new Event(
                        ExpectedResponse.EITHER,
                        view.kind(),
                        view.userId(),
                        view.videoId(),
                        view.duration(),
                        view.timestamp());
    }

    /** The instant of a timestamp; empty unless it is certainly valid. */
    static Optional<Instant> time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            String fraction = ((time.group(3) == null ? "" : time.group(3)) + "000000000").substring(0, 9);
            int minutes = time.group(6) == null ? 0 : Integer.parseInt(time.group(6));
            int offset = time.group(4) == null
                    ? 0
                    : (time.group(4).equals("-") ? -60 : 60) * (60 * Integer.parseInt(time.group(5)) + minutes);
            boolean offsetInUse = Math.abs(offset) <= 18 * 3_600 && minutes < 60;
            Instant instant = LocalDateTime.parse(time.group(1) + "T" + time.group(2))
                    .toInstant(ZoneOffset.UTC)
                    .minusSeconds(offset)
                    .plusNanos(Long.parseLong(fraction));
            return offsetInUse && fraction.endsWith("000") && hasYearOfFourDigits(instant)
                    ? Optional.of(instant)
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The text under which the API stores the instant of a timestamp; of a finer one, which it never stores, the instant. */
    static String stored(String text) {
        Instant instant = time(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant());
        return instant.getNano() % 1_000 == 0 ? STORED.format(instant) : instant.toString();
    }

    static boolean hasYearOfFourDigits(Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year >= 0 && year <= 9_999;
    }
}
