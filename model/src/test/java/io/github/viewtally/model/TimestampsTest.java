package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2022-01-02T00:30:25.000000+00:00, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T00:30:25Z,             2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T00:30:25.123Z,         2022-01-02T00:30:25.123000+00:00",
        "2022-01-02T02:30:25.5+02:00,      2022-01-02T00:30:25.500000+00:00",
        "2021-12-31T23:30:00-01:00,        2022-01-01T00:30:00.000000+00:00",
        "2022-01-02T00:30:25.000001000Z,   2022-01-02T00:30:25.000001+00:00",
        "2022-01-02T06:00:25+0530,         2022-01-02T00:30:25.000000+00:00",
        "2022-01-01T21:00:25.5-0330,       2022-01-02T00:30:25.500000+00:00",
        "2022-01-02T06:00+0530,            2022-01-02T00:30:00.000000+00:00",
        "2022-01-02T00:30:25-0000,         2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T05:30:25+05,           2022-01-02T00:30:25.000000+00:00"
    })
    void formatsEveryOffsetInUtcWithSixDigits(String given, String formatted) {
        assertThat(Timestamps.parse(given).map(Timestamps::format)).contains(formatted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2022-01-02",
                "2022-01-02T00:30:25",
                "2022-02-30T00:00:00Z",
                "2022-13-01T00:00:00Z",
                "2022-01-02T25:00:00Z",
                "2022-01-02T00:30:25.0000001Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-01:00",
                "2022-01-02T00:30:25+5",
                "2022-01-02T00:30:25+530",
                "2022-01-02T00:30:25+05300",
                "2022-01-02T00:30:25+05:3",
                "2022-01-02T00:30:25+1801",
                "2022-01-02T00:30:25+0560",
                "2022-01-02T00:30:25Z0530",
                "2022-01-02+0530",
                "2022-0530",
                "+0530",
                "0530",
                "1641083425"
            })
    void rejectsTextsThatAreNotTimestampsToTheMicrosecond(String given) {
        assertThat(Timestamps.parse(given)).isEmpty();
    }

    @Test
    void formatsLikeTheFormatterOfTheJdk() {
        DateTimeFormatter jdk = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-63_000_000_000L, 255_000_000_000L), random.nextInt(1_000_000_000));

            assertThat(Timestamps.format(instant)).isEqualTo(jdk.format(instant));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2022-01-02T00:30:25.123456789Z",
        "2022-01-02T00:30:25.1234567+00:00",
        "2022-01-02T02:30:25.000000001+02:00"
    })
    void parsesNanosecondsExactly(String given) {
        assertThat(Timestamps.parse(given)).isEmpty();
        assertThat(Timestamps.parseExact(given))
                .contains(OffsetDateTime.parse(given).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022-01-02T00:30:25.1234567891Z", "2022-01-02T00:30:25", "+10000-01-01T00:00:00Z"})
    void rejectsTextsThatAreNotTimestampsToTheNanosecond(String given) {
        assertThat(Timestamps.parseExact(given)).isEmpty();
    }

    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2022-01-02T00:30:24.999999Z"),
            Instant.parse("2022-01-02T00:30:25Z"),
            Instant.parse("2022-01-02T00:30:25.000000001Z"),
            Instant.parse("2022-01-02T00:30:25.000001Z"),
            Instant.parse("2022-01-02T00:30:25.100Z"),
            Instant.parse("2022-01-02T00:30:25.120Z"),
            Instant.parse("2022-01-02T00:30:26Z"),
            Instant.parse("2022-01-02T00:30:30Z"),
            Instant.parse("2022-01-02T00:31:00Z"));

    @Test
    void lowerBoundSortsBeforeItsInstantAndAfterEarlierInstantsWithNumericOffset() {
        for (Instant bound : INSTANTS) {
            for (Instant other : INSTANTS) {
                for (String spelling : Timestamps.spellings(other)) {
                    if (!other.isBefore(bound) || spelling.endsWith("+00:00")) {
                        assertThat(spelling.compareTo(Timestamps.lowerBound(bound)) > 0)
                                .as("%s against the bound at %s", spelling, bound)
                                .isEqualTo(!other.isBefore(bound));
                    }
                }
            }
        }
    }

    @Test
    void endOfSecondSortsAfterEverySpellingOfThatSecondAndBeforeTheNext() {
        for (Instant bound : INSTANTS) {
            for (Instant other : INSTANTS) {
                for (String spelling : Timestamps.spellings(other)) {
                    assertThat(spelling.compareTo(Timestamps.endOfSecond(bound)) > 0)
                            .as("%s against the end of the second of %s", spelling, bound)
                            .isEqualTo(other.truncatedTo(ChronoUnit.SECONDS).isAfter(bound));
                }
            }
        }
    }

    @Test
    void spellsAnInstantWithEveryPossibleNumberOfDigits() {
        assertThat(Timestamps.spellings(Instant.parse("2022-01-02T00:30:25.1234567Z")))
                .containsExactly(
                        "2022-01-02T00:30:25.1234567+00:00",
                        "2022-01-02T00:30:25.1234567Z",
                        "2022-01-02T00:30:25.12345670+00:00",
                        "2022-01-02T00:30:25.12345670Z",
                        "2022-01-02T00:30:25.123456700+00:00",
                        "2022-01-02T00:30:25.123456700Z");
        for (Instant instant : INSTANTS) {
            assertThat(Timestamps.spellings(instant))
                    .hasSizeLessThanOrEqualTo(20)
                    .doesNotHaveDuplicates()
                    .contains(instant.toString())
                    .allMatch(spelling -> Timestamps.parseUtc(spelling).equals(Optional.of(instant)));
        }
        assertThat(Timestamps.spellings(INSTANTS.get(1)))
                .hasSize(20)
                .contains("2022-01-02T00:30:25+00:00", "2022-01-02T00:30:25Z", Timestamps.format(INSTANTS.get(1)));
    }
}
