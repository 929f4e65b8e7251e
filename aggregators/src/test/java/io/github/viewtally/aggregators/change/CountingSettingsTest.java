package io.github.viewtally.aggregators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.model.HalfLife;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountingSettingsTest {

    @Test
    void hasDefaultsForVariablesThatAreNotSet() {
        assertThat(CountingSettings.of(Map.of()))
                .isEqualTo(CountingSettings.DEFAULT)
                .isEqualTo(new CountingSettings(new HalfLife(24), true, false));
    }

    @Test
    void readsTheEnvironment() {
        Map<String, String> environment =
                Map.of("TREND_HALF_LIFE_HOURS", "48", "UNIQUE_VIEWERS", "off", "USER_STATS", "true");
        assertThat(CountingSettings.of(environment)).isEqualTo(new CountingSettings(new HalfLife(48), false, true));
    }

    @Test
    void readsTheOtherValuesOfTheTemplate() {
        assertThat(CountingSettings.of(Map.of("UNIQUE_VIEWERS", "on", "USER_STATS", "false")))
                .isEqualTo(CountingSettings.DEFAULT);
    }

    @Test
    void refusesAHalfLifeThatIsNoNumberOfHours() {
        assertThatThrownBy(() -> CountingSettings.of(Map.of("TREND_HALF_LIFE_HOURS", "a day")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CountingSettings.of(Map.of("TREND_HALF_LIFE_HOURS", "5")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhetherViewersAreCountedWithoutTheOtherVariables() {
        Map<String, String> environment = Map.of("TREND_HALF_LIFE_HOURS", "", "UNIQUE_VIEWERS", "off");
        assertThat(CountingSettings.countsUniqueViewers(environment)).isFalse();
        assertThat(CountingSettings.countsUniqueViewers(Map.of("TREND_HALF_LIFE_HOURS", "")))
                .isTrue();
    }

    @Test
    void changesOneSettingAtATime() {
        assertThat(CountingSettings.DEFAULT
                        .withHalfLife(new HalfLife(48))
                        .withUniqueViewers(false)
                        .withHoursOfUsers(true))
                .isEqualTo(new CountingSettings(new HalfLife(48), false, true));
    }
}
