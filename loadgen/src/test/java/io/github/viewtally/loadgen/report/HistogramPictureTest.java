package io.github.viewtally.loadgen.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramPictureTest {
    private final Histogram micros = new Histogram(3_600_000_000L, 3);

    @Test
    void eachStepIsALineWithABarAsLongAsItsShare() {
        micros.recordValueWithCount(150, 40);
        micros.recordValueWithCount(700, 9);
        micros.recordValueWithCount(3_000, 1);

        assertThat(HistogramPicture.of(micros).lines())
                .containsExactly(
                        "   0.10 ms to  0.20 ms |######################################## 40 (80.00 %)",
                        "   0.20 ms to  0.50 ms |                                         0 (0.00 %)",
                        "   0.50 ms to  1.00 ms |#########                                9 (18.00 %)",
                        "   1.00 ms to  2.00 ms |                                         0 (0.00 %)",
                        "   2.00 ms to  5.00 ms |#                                        1 (2.00 %)");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(HistogramPicture.of(micros)).isEmpty();
    }

    @Test
    void figuresAreInTheUnitThatSuitsThem() {
        assertThat(Latency.text(0.42)).isEqualTo("0.42 ms");
        assertThat(Latency.text(12.34)).isEqualTo("12.3 ms");
        assertThat(Latency.text(123.4)).isEqualTo("123 ms");
        assertThat(Latency.text(1_234)).isEqualTo("1.23 s");
    }
}
