package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThroughputLimitsTest {

    @Test
    void readsLimitsFromText() {
        assertThat(ThroughputLimits.parse("aws")).isEqualTo(ThroughputLimits.aws());
        assertThat(ThroughputLimits.parse("aws,scale=0.1,burst=300,hold=20,shards=4"))
                .isEqualTo(ThroughputLimits.aws()
                        .scaledBy(0.1)
                        .withBurst(Duration.ofSeconds(300))
                        .withTransactionHold(Duration.ofMillis(20))
                        .withShards(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "azure", "scale=2", "aws,size=2", "aws,scale", "aws,scale=x", "aws,scale=0", "aws,shards=0"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> ThroughputLimits.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
