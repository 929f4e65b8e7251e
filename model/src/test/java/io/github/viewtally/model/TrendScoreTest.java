package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendScoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:40:00Z");

    @Test
    void weighsAViewTwiceAsMuchAHalfLifeLater() {
        for (int hours : List.of(6, 24, 25, 720)) {
            HalfLife halfLife = new HalfLife(hours);
            for (int age = 0; age < 60; age += 7) {
                TrendScore score = viewed(halfLife, Map.of(hoursAgo(age), 1_000L));
                assertThat(score.at(NOW, halfLife))
                        .as("%s hours old, half-life %s", age, hours)
                        .isCloseTo(1_000 * Math.pow(2, -(double) age / hours), within(0.6));
            }
        }
    }

    @Test
    void startsAnEpochAfterSixteenHalfLives() {
        assertThat(viewed(HalfLife.DEFAULT, Map.of("1970-01-16T23", 1L, "1970-01-17T00", 1L))
                        .byEpoch())
                .isEqualTo(Map.of(0L, 1_990L << 15, 1L, 1_024L));
        assertThat(new HalfLife(6).epochOf(Instant.EPOCH.plus(Duration.ofHours(96))))
                .isEqualTo(1);
        assertThat(HalfLife.DEFAULT.latestEpoch(Instant.EPOCH)).isEqualTo(1);
    }

    @Test
    void ignoresViewsBefore1970AndHoursThatCannotBeRead() {
        assertThat(viewed(HalfLife.DEFAULT, Map.of("1969-12-31T23", 1L, "yesterday", 1L)))
                .isEqualTo(TrendScore.NONE);
    }

    @Test
    void returnsToZeroWhenAllViewsAreRemovedInAnyOrder() {
        Random random = new Random(1);
        TrendScore score = TrendScore.NONE;
        List<String> hours = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            if (hours.isEmpty() || random.nextInt(5) < 3) {
                hours.add(hoursAgo(random.nextInt(2_000)));
                score = score.plus(viewed(HalfLife.DEFAULT, Map.of(hours.get(hours.size() - 1), 1L)));
            } else {
                score = score.minus(viewed(HalfLife.DEFAULT, Map.of(hours.remove(random.nextInt(hours.size())), 1L)));
            }
        }
        Map<String, Long> left = new HashMap<>();
        hours.forEach(hour -> left.merge(hour, 1L, Long::sum));
        for (Map.Entry<String, Long> hour : left.entrySet()) {
            score = score.minus(viewed(HalfLife.DEFAULT, Map.of(hour.getKey(), hour.getValue())));
        }
        assertThat(score.byEpoch().values()).containsOnly(0L);
        assertThat(score.rank()).isZero();
    }

    /** The order by score is the order by value at every moment. */
    @Test
    void isOrderedLikeItsValueAndItsRank() {
        Random random = new Random(2);
        List<TrendScore> scores = new ArrayList<>(List.of(TrendScore.NONE));
        for (int i = 0; i < 300; i++) {
            Map<String, Long> views = new HashMap<>();
            for (int hour = 0; hour < 5; hour++) {
                views.put(hoursAgo(random.nextInt(1_500)), 1L + random.nextInt(1_000));
            }
            scores.add(viewed(HalfLife.DEFAULT, views));
        }
        scores.sort(null);
        for (int i = 1; i < scores.size(); i++) {
            TrendScore lower = scores.get(i - 1);
            TrendScore higher = scores.get(i);
            assertThat(lower.at(NOW, HalfLife.DEFAULT)).isLessThanOrEqualTo(higher.at(NOW, HalfLife.DEFAULT));
            assertThat(lower.at(NOW.plus(Duration.ofDays(90)), HalfLife.DEFAULT))
                    .isLessThanOrEqualTo(higher.at(NOW.plus(Duration.ofDays(90)), HalfLife.DEFAULT));
            assertThat(lower.rank()).isLessThanOrEqualTo(higher.rank());
            assertThat(higher).isGreaterThanOrEqualTo(lower);
        }
    }

    @Test
    void hasFourRanksForEachDoublingAndForEachHalfLife() {
        int rank = viewed(HalfLife.DEFAULT, Map.of(hoursAgo(0), 100L)).rank();
        assertThat(viewed(HalfLife.DEFAULT, Map.of(hoursAgo(0), 200L)).rank()).isEqualTo(rank + 4);
        assertThat(viewed(HalfLife.DEFAULT, Map.of(hoursAgo(24), 100L)).rank()).isEqualTo(rank - 4);
        assertThat(viewed(HalfLife.DEFAULT, Map.of(hoursAgo(24 * 40), 100L)).rank())
                .isEqualTo(rank - 160);
        assertThat(viewed(HalfLife.DEFAULT, Map.of(hoursAgo(0), -1L)).rank()).isZero();
    }

    @Test
    void keepsOnlyTheTwoNewestEpochsUpToALatestOne() {
        TrendScore score = new TrendScore(Map.of(1L, 1L, 4L, 2L, 5L, 3L, 9L, 4L));
        assertThat(score.upTo(5)).isEqualTo(new TrendScore(Map.of(4L, 2L, 5L, 3L)));
        assertThat(score.upTo(8)).isEqualTo(score.upTo(5));
        assertThat(score.upTo(9)).isEqualTo(new TrendScore(Map.of(9L, 4L)));
        assertThat(score.upTo(0)).isEqualTo(TrendScore.NONE);
    }

    @Test
    void keepsTheTwoNewestEpochsAndThoseOfTheFuture() {
        TrendScore score = new TrendScore(Map.of(1L, 1L, 4L, 2L, 5L, 3L, 9L, 4L));
        assertThat(score.from(5)).isEqualTo(new TrendScore(Map.of(4L, 2L, 5L, 3L, 9L, 4L)));
        assertThat(score.from(8)).isEqualTo(score.from(5));
        assertThat(score.from(9)).isEqualTo(score.upTo(9));
        assertThat(score.from(0)).isEqualTo(score);
    }

    @Test
    void refusesAHalfLifeThatIsTooShortOrTooLong() {
        assertThatThrownBy(() -> new HalfLife(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HalfLife(721)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hoursAgo(int hours) {
        return Timestamps.formatHour(NOW.minus(Duration.ofHours(hours)));
    }

    private static TrendScore viewed(HalfLife halfLife, Map<String, Long> views) {
        return halfLife.weigh(new HourlyViews(views));
    }
}
