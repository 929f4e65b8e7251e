package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HourKeyTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2022-01-02T00:30:25.000000+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25.123+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25+01:00, 2022-01-01T23",
        "2022-01-02T23:59:59.999999Z, 2022-01-02T23",
        "2022-01-02T00:30:25.123456789+00:00, 2022-01-02T00",
        "2022-01-02T00:30:26.1234567Z, 2022-01-02T00",
        "2022-01-02T00:30:27Z, 2022-01-02T00",
        "2022-01-02T23:59:59.999999999Z, 2022-01-02T23"
    })
    void isTheHourOfTheTimestampInUtc(String timestamp, String hour) {
        assertThat(HourKey.of(VIDEO, timestamp)).contains(new HourKey(VIDEO, hour));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2022-01-02T00",
                "2022-01-02T00:60:25.000000+00:00",
                "2022-01-02T00:30:61.000000+00:00",
                "2022-01-02T00:30:25.00000x+00:00",
                "2022-01-02T00:30:2x.000000+00:00",
                "2022-01-02T00-30:25.000000+00:00",
                "2022-01-02T00:30:25.1234567891Z"
            })
    void isEmptyForATextThatIsNotATimestamp(String text) {
        HourKey.of(VIDEO, "2022-01-02T00:30:25.000000+00:00");
        assertThat(HourKey.of(VIDEO, text)).isEmpty();
    }

    @Test
    void isRightWhileAnotherThreadParsesOtherHours() {
        List<String> timestamps = List.of("2022-01-02T00:30:25.000000+00:00", "2022-01-02T01:30:25.000000+00:00");
        long wrong = IntStream.range(0, 400_000)
                .parallel()
                .mapToObj(i -> timestamps.get(i % 2))
                .filter(timestamp -> !timestamp.startsWith(
                        HourKey.of(VIDEO, timestamp).orElseThrow().hour()))
                .count();
        assertThat(wrong).isZero();
    }

    @Test
    void startsAtItsFullHour() {
        assertThat(new HourKey(VIDEO, "2022-01-02T23").start()).contains(Instant.parse("2022-01-02T23:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2022-01-02", "2022-01-02T25", "2022-01-02T23:00", "x"})
    void hasNoStartIfItsFormatIsWrong(String hour) {
        assertThat(new HourKey(VIDEO, hour).start()).isEmpty();
    }
}
