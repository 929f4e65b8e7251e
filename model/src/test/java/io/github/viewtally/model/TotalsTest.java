package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotalsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1E+3, 1000",
        "42.000, 42",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void convertsIntegersOf64Bits(BigDecimal stored, long expected) {
        assertThat(Totals.exactLong(stored)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "1E+30", "0.1", "1E-130", "9.9E+125"})
    void convertsNoOtherNumber(String stored) {
        assertThat(Totals.exactLong(new BigDecimal(stored))).isEmpty();
    }

    @Test
    void showsANegativeTotalAsZero() {
        assertThat(Totals.shown(new BigDecimal("-3"))).contains(0L);
        assertThat(Totals.shown(new BigDecimal("3"))).contains(3L);
        assertThat(Totals.shown(new BigDecimal("0.5"))).isEmpty();
    }

    @Test
    void limitsASumToTheRangeOfLong() {
        Random random = new Random(1);
        long[] edges = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1};
        for (int i = 0; i < 10_000; i++) {
            long one = i < 49 ? edges[i / 7] : random.nextLong();
            long other = i < 49 ? edges[i % 7] : random.nextLong();
            BigInteger sum = BigInteger.valueOf(one).add(BigInteger.valueOf(other));

            assertThat(Totals.nearestSum(one, other)).isEqualTo(Totals.nearestLong(new BigDecimal(sum)));
        }
    }
}
