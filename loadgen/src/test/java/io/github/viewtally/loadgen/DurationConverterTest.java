package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({"10s,PT10S", "2m,PT2M", "500ms,PT0.5S", "1h,PT1H", "15,PT15S", "PT10S,PT10S", "pt1m30s,PT1M30S"})
    void parsesDurations(String text, Duration duration) {
        assertThat(converter.convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "10 s", "10x", "-1s", "1.5s", "0", "0ms", "PT0S", "PT-1S", "999999999h", "P99999D"})
    void rejectsOtherTexts(String text) {
        assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
