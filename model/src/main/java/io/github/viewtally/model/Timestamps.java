package io.github.viewtally.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses and formats timestamps. The canonical format, which keys use, is ISO 8601 in UTC with six fractional digits:
 * {@code 2022-01-02T00:30:25.000000+00:00}. Canonical texts sort by time. Items of other programs may have zero to nine
 * fractional digits and {@code Z} for the offset.
 */
public final class Timestamps {

    /** The earliest instant that has a year of four digits. */
    public static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");

    /** Describes what {@link #parse} accepts, for error messages. */
    public static final String RULE =
            "must be an ISO 8601 date and time with an offset, in the years 0000 to 9999 of UTC,"
                    + " to the microsecond at the finest, like 2022-01-02T00:30:25.000000+00:00";

    /** Describes what {@link #parseExact} accepts, for error messages. */
    public static final String EXACT_RULE = RULE.replace("microsecond", "nanosecond");

    /** A longer text is not parsed. */
    private static final int MAX_LENGTH = 64;

    private static final DateTimeFormatter CANONICAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT);
    private static final String UTC = "+00:00";
    private static final String ZULU = "Z";
    private static final int NANO_DIGITS = 9;
    private static final String BASIC_OFFSET = "+hhmm";

    /** The canonical format after the hour. */
    private static final String REST = ":mm:ss.SSSSSS+00:00";

    private static final int CANONICAL_LENGTH = "uuuu-MM-ddTHH".length() + REST.length();

    private Timestamps() {}

    /** Returns an instant in the canonical format, truncated to microseconds. */
    public static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9_999) {
            return CANONICAL.format(time) + UTC;
        }
        // Every event is formatted. The formatter of the JDK takes several times as long.
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

    /** Parses an ISO 8601 date and time with an offset, to the microsecond; empty if the text breaks the {@link #RULE}. */
    public static Optional<Instant> parse(String text) {
        return parseExact(text).filter(instant -> instant.getNano() % 1_000 == 0);
    }

    /** Parses an ISO 8601 date and time with an offset, to the nanosecond; empty if it breaks the {@link #EXACT_RULE}. */
    public static Optional<Instant> parseExact(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            OffsetDateTime parsed =
                    OffsetDateTime.parse(withExtendedOffset(text)).withOffsetSameInstant(ZoneOffset.UTC);
            boolean fourDigitYear = parsed.getYear() >= 0 && parsed.getYear() <= 9_999;
            return fourDigitYear ? Optional.of(parsed.toInstant()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Parses a timestamp to the nanosecond; empty unless it ends in {@code Z} or {@code +00:00}. */
    public static Optional<Instant> parseUtc(String text) {
        return text.endsWith(UTC) || text.endsWith(ZULU) ? parseExact(text) : Optional.empty();
    }

    /** Returns whether a text has the length and the offset of the canonical format. */
    public static boolean looksCanonical(String text) {
        return text.length() == CANONICAL_LENGTH && text.endsWith(UTC);
    }

    /** Adds the colon to an offset in the basic format of ISO 8601, {@code +0530}, which the JDK does not parse. */
    private static String withExtendedOffset(String text) {
        int sign = text.length() - BASIC_OFFSET.length();
        boolean basic = sign > 0
                && (text.charAt(sign) == '+' || text.charAt(sign) == '-')
                && areDigits(text, sign + 1, text.length());
        return basic ? text.substring(0, sign + 3) + ":" + text.substring(sign + 3) : text;
    }

    /** Returns whether a text that starts with a valid date and hour continues in the canonical format. */
    static boolean isCanonicalAfterHour(String text, int hourEnd) {
        return text.length() == hourEnd + REST.length()
                && text.endsWith(UTC)
                && text.charAt(hourEnd) == ':'
                && text.charAt(hourEnd + 3) == ':'
                && text.charAt(hourEnd + 6) == '.'
                && isBelowSixty(text, hourEnd + 1)
                && isBelowSixty(text, hourEnd + 4)
                && areDigits(text, hourEnd + 7, text.length() - UTC.length());
    }

    private static boolean isBelowSixty(String text, int at) {
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
     * Returns the lower bound of a range of keys: the shortest text that sorts at or before every spelling of this instant
     * and after every spelling of earlier instants that ends in {@code +00:00}. A shorter spelling of an earlier instant
     * that ends in {@code Z} may sort after the bound: {@code "25Z"} sorts after {@code "25.5"}.
     */
    public static String lowerBound(Instant instant) {
        String digits = fraction(instant, significantDigits(instant));
        return seconds(instant) + digits;
    }

    /** Returns a text that sorts after every spelling of every instant in the same second, and before the next second. */
    public static String endOfSecond(Instant instant) {
        return seconds(instant) + (char) (ZULU.charAt(0) + 1);
    }

    /** Returns every text in UTC with zero to nine fractional digits that names this instant: at most twenty. */
    public static List<String> spellings(Instant instant) {
        List<String> spellings = new ArrayList<>();
        for (int digits = significantDigits(instant); digits <= NANO_DIGITS; digits++) {
            String local = seconds(instant) + fraction(instant, digits);
            spellings.add(local + UTC);
            spellings.add(local + ZULU);
        }
        return spellings;
    }

    /** Returns the hour that contains an instant, in UTC, as {@code 2022-01-02T00}. */
    static String formatHour(Instant instant) {
        return HOUR.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Returns the start of an hour that is written as {@code 2022-01-02T00}; empty if the text has another format. */
    static Optional<Instant> parseHour(String hour) {
        try {
            return Optional.of(OffsetDateTime.parse(hour + ":00:00Z").toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String seconds(Instant instant) {
        return SECONDS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static String fraction(Instant instant, int digits) {
        return digits == 0 ? "" : "." + nanoDigits(instant).substring(0, digits);
    }

    private static int significantDigits(Instant instant) {
        String digits = nanoDigits(instant);
        int end = NANO_DIGITS;
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return end;
    }

    private static String nanoDigits(Instant instant) {
        return Integer.toString(1_000_000_000 + instant.getNano()).substring(1);
    }
}
