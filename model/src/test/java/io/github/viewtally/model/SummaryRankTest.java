package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryRankTest {

    @ParameterizedTest(name = "{0} views: {1}")
    @CsvSource({
        "-1, 0",
        "0, 0",
        "1, 1",
        "2, 5",
        "3, 7",
        "4, 9",
        "5, 10",
        "6, 11",
        "7, 12",
        "8, 13",
        "1023, 40",
        "1024, 41",
        "1217, 41",
        "1218, 42",
        "9223372036854775807, 252"
    })
    void growsByFourPerDoubling(long views, int rank) {
        assertThat(SummaryRank.of(views)).isEqualTo(rank);
    }

    @Test
    void neverDecreasesAndChangesAtMostAsOftenAsDocumented() {
        int changes = 0;
        for (long views = 1; views <= 100_000; views++) {
            int grown = SummaryRank.of(views) - SummaryRank.of(views - 1);
            assertThat(grown).isNotNegative();
            changes += grown > 0 ? 1 : 0;
            assertThat((double) changes).isLessThanOrEqualTo(4 * Math.log(views) / Math.log(2) + 1);
        }
    }

    @Test
    void reportsWhichRanksHoldOneCount() {
        Map<Integer, Integer> counts = new HashMap<>();
        IntStream.range(0, 100_000).forEach(views -> counts.merge(SummaryRank.of(views), 1, Integer::sum));

        for (int rank = 0; rank < SummaryRank.of(100_000); rank++) {
            assertThat(SummaryRank.holdsOneCount(rank))
                    .as("rank %d", rank)
                    .isEqualTo(counts.getOrDefault(rank, 0) <= 1);
        }
        assertThat(SummaryRank.holdsOneCount(SummaryRank.of(Long.MAX_VALUE))).isFalse();
    }
}
