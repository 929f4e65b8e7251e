package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.viewtally.api.ApiConfig;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewConfigTest {

    @Test
    void countsEveryViewAndAcceptsEveryDurationByDefault() {
        assertThat(ApiConfig.fromEnv(Map.of()).views())
                .isEqualTo(new ViewConfig(600, Optional.empty(), 0, Optional.empty()));
    }

    @Test
    void readsTheBounds() {
        Map<String, String> env = Map.of(
                "MAX_FUTURE_SECONDS", "5",
                "MAX_PAST_DAYS", "30",
                "MIN_VIEW_SECONDS", "20",
                "PLAUSIBLE_SPEED", "1.5");

        assertThat(ApiConfig.fromEnv(env).views())
                .isEqualTo(new ViewConfig(5, Optional.of(30), 20, Optional.of(new BigDecimal("1.5"))));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "MIN_VIEW_SECONDS, -1",
        "MIN_VIEW_SECONDS, 86401",
        "MIN_VIEW_SECONDS, 10s",
        "PLAUSIBLE_SPEED, 0.9",
        "PLAUSIBLE_SPEED, 100.1",
        "PLAUSIBLE_SPEED, 1e999999999",
        "PLAUSIBLE_SPEED, fast"
    })
    void reportsInvalidVariable(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(Map.of(name, value)))
                .withMessageStartingWith(name + " must be ")
                .withMessageEndingWith("and is: " + value);
    }
}
