package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GranularityTest {

    private static final Instant FIRST = Instant.parse("2010-06-01T00:00:00Z");
    private static final int HOURS = 3 * 366 * 24;

    /** From 2010 to 2013, zones skipped a day, skipped midnight, had two midnights, and changed their offsets by half hours. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyHourIsInTheDayThatStartsLastInEveryZone(ZoneId zone) {
        Instant start = Granularity.DAY.floor(FIRST, zone);
        Instant next = Granularity.DAY.plus(start, 1, zone);
        assertThat(start).isBeforeOrEqualTo(FIRST);
        for (int i = 0; i < HOURS; i++) {
            Instant hour = FIRST.plus(i, ChronoUnit.HOURS);
            if (!hour.isBefore(next)) {
                assertThat(hour).isEqualTo(next);
                start = next;
                next = Granularity.DAY.plus(start, 1, zone);
                assertThat(ChronoUnit.HOURS.between(start, next)).isBetween(23L, 25L);
            }
            assertThat(Granularity.DAY.floor(hour, zone)).isEqualTo(start);
        }
    }

    static Stream<ZoneId> everyHourIsInTheDayThatStartsLastInEveryZone() {
        return Stream.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/Asuncion",
                        "America/Havana",
                        "America/Sao_Paulo",
                        "America/St_Johns",
                        "Africa/Cairo",
                        "Asia/Amman",
                        "Asia/Kathmandu",
                        "Asia/Pyongyang",
                        "Australia/Lord_Howe",
                        "America/Caracas",
                        "Pacific/Apia",
                        "Pacific/Chatham",
                        "Pacific/Fakaofo")
                .map(ZoneId::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aDayIsThatOfTheCalendarWhereTheOffsetIsWholeHours(ZoneId zone) {
        for (int i = 0; i < HOURS; i++) {
            Instant hour = FIRST.plus(i, ChronoUnit.HOURS);
            assertThat(Granularity.dayOf(hour, zone)).isEqualTo(LocalDate.ofInstant(hour, zone));
        }
    }

    static Stream<ZoneId> aDayIsThatOfTheCalendarWhereTheOffsetIsWholeHours() {
        return Stream.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Asuncion",
                        "America/Havana",
                        "America/Sao_Paulo",
                        "Africa/Cairo",
                        "Asia/Amman",
                        "Pacific/Apia",
                        "Pacific/Kiritimati")
                .map(ZoneId::of);
    }
}
