package io.github.viewtally.loadgen.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UniqueTimestampsTest {

    @Test
    void suppliesUtcWithSixFractionalDigits() {
        UniqueTimestamps timestamps = new UniqueTimestamps(() -> Instant.parse("2022-01-02T00:30:25Z"));

        assertThat(timestamps.get()).isEqualTo("2022-01-02T00:30:25.000000+00:00");
    }

    @Test
    void suppliesNoMicrosecondTwiceEvenIfTheClockStops() {
        UniqueTimestamps timestamps = new UniqueTimestamps(() -> Instant.parse("2022-01-02T00:30:25.999999Z"));

        List<String> some = Stream.generate(timestamps).limit(3).toList();

        assertThat(some)
                .containsExactly(
                        "2022-01-02T00:30:25.999999+00:00",
                        "2022-01-02T00:30:26.000000+00:00",
                        "2022-01-02T00:30:26.000001+00:00");
    }
}
