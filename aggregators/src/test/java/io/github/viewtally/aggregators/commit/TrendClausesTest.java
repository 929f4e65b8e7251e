package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TrendClausesTest {

    private static final SummaryKey VIDEO = SummaryKey.video("5");

    private final Map<String, AttributeValue> values = new HashMap<>();

    @Test
    void addToTheTwoNewestEpochsOfThePast() {
        assertThat(add(500, 0, 400)).isEqualTo(", trend24h_398 :trend24h_398, trend24h_399 :trend24h_399");
        assertThat(values).containsOnlyKeys(":trend24h_398", ":trend24h_399");
    }

    @Test
    void addToTheFirstThirtyTwoEpochsOfTheFuture() {
        assertThat(add(5, 10, 400)).startsWith(", trend24h_10 :").endsWith(", trend24h_41 :trend24h_41");
        assertThat(values).hasSize(TrendClauses.MAX_EPOCHS);
    }

    /** The epoch after the present one counts as the present. */
    @Test
    void addToTheEpochsOfThePresentAndTheFuture() {
        assertThat(add(100, 0, 400)).startsWith(", trend24h_100 :").endsWith(", trend24h_131 :trend24h_131");
        assertThat(values).hasSize(TrendClauses.MAX_EPOCHS);
    }

    /** Adds a view at the start of each of some epochs. */
    private String add(int now, int from, int to) {
        Map<String, Long> views = new HashMap<>();
        IntStream.range(from, to)
                .forEach(epoch -> views.put(HourKey.of(VIDEO, startOf(epoch)).hour(), 1L));
        SummaryDelta delta =
                new SummaryDelta(VIDEO, new Counts(to - from, 0, 0, 0), Counts.ZERO, new HourlyViews(views));
        return new TrendClauses(HalfLife.DEFAULT, InstantSource.fixed(startOf(now))).add(delta, values);
    }

    private static Instant startOf(int epoch) {
        return Instant.EPOCH.plus(Duration.ofDays(16L * epoch));
    }
}
