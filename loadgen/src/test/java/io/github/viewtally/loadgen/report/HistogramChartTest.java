package io.github.viewtally.loadgen.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramChartTest {
    private final Histogram micros = new Histogram(3_600_000_000L, 3);

    @Test
    void drawsABarPerStepInProportionToItsCount() {
        micros.recordValueWithCount(150, 40);
        micros.recordValueWithCount(700, 9);
        micros.recordValueWithCount(3_000, 1);

        assertThat(HistogramChart.of(micros).lines())
                .containsExactly(
                        "   0.10 ms to  0.20 ms |######################################## 40 (80.00 %)",
                        "   0.20 ms to  0.50 ms |                                         0 (0.00 %)",
                        "   0.50 ms to  1.00 ms |#########                                9 (18.00 %)",
                        "   1.00 ms to  2.00 ms |                                         0 (0.00 %)",
                        "   2.00 ms to  5.00 ms |#                                        1 (2.00 %)");
    }

    @Test
    void drawsNothingForAnEmptyHistogram() {
        assertThat(HistogramChart.of(micros)).isEmpty();
    }

    @Test
    void formatsTimesInASuitableUnit() {
        assertThat(LatencyFormat.text(0.42)).isEqualTo("0.42 ms");
        assertThat(LatencyFormat.text(12.34)).isEqualTo("12.3 ms");
        assertThat(LatencyFormat.text(123.4)).isEqualTo("123 ms");
        assertThat(LatencyFormat.text(1_234)).isEqualTo("1.23 s");
    }
}
