package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoHourTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2022-01-02T00:30:25.000000+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25.123+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25+00:00, 2022-01-02T00",
        "2022-01-02T00:30:25+01:00, 2022-01-01T23",
        "2022-01-02T23:59:59.999999Z, 2022-01-02T23"
    })
    void isThatOfTheTimestampInUtc(String timestamp, String hour) {
        assertThat(VideoHour.of("v", timestamp)).contains(new VideoHour("v", hour));
    }

    @Test
    void isNoneOfWhatIsNoTimestamp() {
        assertThat(VideoHour.of("v", "yesterday")).isEmpty();
    }
}
