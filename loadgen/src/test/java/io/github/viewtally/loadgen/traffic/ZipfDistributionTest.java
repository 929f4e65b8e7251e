package io.github.viewtally.loadgen.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ZipfDistributionTest {

    @Test
    void drawsNumbersByZipfsLaw() {
        int[] drawn = draw(new ZipfDistribution(100, 1), 100);

        Percentage tolerance = Percentage.withPercentage(5);
        assertThat(drawn[0] / 2.0).isCloseTo(drawn[1], tolerance);
        assertThat(drawn[0] / 10.0).isCloseTo(drawn[9], tolerance);
        assertThat(drawn[99]).isPositive();
    }

    @Test
    void drawsUniformlyWithoutSkew() {
        int[] drawn = draw(new ZipfDistribution(10, 0), 10);

        assertThat(Arrays.stream(drawn).boxed())
                .allSatisfy(times -> assertThat(times).isCloseTo(100_000, Percentage.withPercentage(5)));
    }

    private static int[] draw(ZipfDistribution popularity, int count) {
        int[] drawn = new int[count];
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            drawn[popularity.draw(random)]++;
        }
        return drawn;
    }
}
