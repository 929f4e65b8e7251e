package io.github.viewtally.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The text of points in time as it stands in keys: ISO 8601 in UTC with six fractional digits,
 * {@code 2022-01-02T00:30:25.000000+00:00}, so that the order of the texts is the order in time. Items written by other
 * programs may carry three digits or none; they are read as they are.
 */
public final class Timestamps {

    /** The rule in words, for messages. */
    public static final String RULE =
            "must be an ISO 8601 date and time with an offset, in the years 0000 to 9999 of UTC,"
                    + " to the microsecond at the finest, like 2022-01-02T00:30:25.000000+00:00";

    /** No text longer than this is looked at. */
    private static final int MAX_LENGTH = 64;

    private static final DateTimeFormatter CANONICAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    private static final String UTC = "+00:00";

    /** What follows the hour in the canonical form, by its length. */
    private static final String REST = ":mm:ss.SSSSSS+00:00";

    private Timestamps() {}

    /** The text of an instant; what is finer than a microsecond is cut off. */
    public static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9_999) {
            return CANONICAL.format(time) + UTC;
        }
        // Every event is given this text, and the formatter takes several times as long.
        StringBuilder text = new StringBuilder(32);
        digits(text, time.getYear(), 1_000).append('-');
        digits(text, time.getMonthValue(), 10).append('-');
        digits(text, time.getDayOfMonth(), 10).append('T');
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10).append('.');
        return digits(text, time.getNano() / 1_000, 100_000).append(UTC).toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
        return text;
    }

    /** Any ISO 8601 date and time with an offset, as a point in time; empty if the text breaks the {@link #RULE}. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            OffsetDateTime parsed = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            boolean tooFine = parsed.getNano() % 1_000 != 0;
            boolean fourDigitYear = parsed.getYear() >= 0 && parsed.getYear() <= 9_999;
            return tooFine || !fourDigitYear ? Optional.empty() : Optional.of(parsed.toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a text, whose date and hour are known to be right, is of the {@link #format} and right in the rest. */
    static boolean isCanonicalWithin(String text, int hourEnd) {
        return text.length() == hourEnd + REST.length()
                && text.endsWith(UTC)
                && text.charAt(hourEnd) == ':'
                && text.charAt(hourEnd + 3) == ':'
                && text.charAt(hourEnd + 6) == '.'
                && isSixty(text, hourEnd + 1)
                && isSixty(text, hourEnd + 4)
                && areDigits(text, hourEnd + 7, text.length() - UTC.length());
    }

    private static boolean isSixty(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '5' && areDigits(text, at + 1, at + 2);
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The shortest text that sorts at or before every written form of this instant, and after every form of any earlier
     * one: the bound of a range of keys. Keys hold six fractional digits, three or none for the same instant, and
     * {@code "25"} is a prefix of them all.
     */
    public static String lowerBound(Instant instant) {
        String text = CANONICAL.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        int point = text.indexOf('.');
        int end = text.length();
        while (end > point + 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end == point + 1 ? point : end);
    }

    /** The other texts under which another program may have stored this instant: with three digits, with none. */
    public static List<String> shorterForms(Instant instant) {
        String text = CANONICAL.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        int point = text.indexOf('.');
        if (instant.truncatedTo(ChronoUnit.SECONDS).equals(instant)) {
            return List.of(text.substring(0, point + 4) + UTC, text.substring(0, point) + UTC);
        }
        if (instant.truncatedTo(ChronoUnit.MILLIS).equals(instant)) {
            return List.of(text.substring(0, point + 4) + UTC);
        }
        return List.of();
    }
}
