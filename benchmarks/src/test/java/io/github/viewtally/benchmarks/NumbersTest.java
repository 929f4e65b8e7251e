package io.github.viewtally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void medianIsTheMiddleNumber() {
        assertThat(Numbers.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Numbers.median(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
    }

    @Test
    void quantileIsTheSmallestNumberThatTheFractionDoesNotExceed() {
        double[] hundred = new double[100];
        for (int i = 0; i < hundred.length; i++) {
            hundred[i] = 100 - i;
        }
        assertThat(Numbers.quantile(hundred, 0.99)).isEqualTo(99);
        assertThat(Numbers.quantile(hundred, 0.5)).isEqualTo(50);
        assertThat(Numbers.quantile(hundred, 1)).isEqualTo(100);
        assertThat(Numbers.quantile(new double[] {7}, 0.99)).isEqualTo(7);
    }

    @Test
    void aGoalIsReachedFromTheBetterSide() {
        assertThat(Goal.atLeast(0.5, 0.8).level(0.8)).isEqualTo("stretch");
        assertThat(Goal.atLeast(0.5, 0.8).level(0.5)).isEqualTo("floor");
        assertThat(Goal.atLeast(0.5, 0.8).level(0.49)).isEqualTo("**below**");
        assertThat(Goal.atMost(1.5, 1.2).level(1.2)).isEqualTo("stretch");
        assertThat(Goal.atMost(1.5, 1.2).level(1.51)).isEqualTo("**below**");
    }
}
