package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DeferredDeltasTest {

    private static final SummaryDelta VIDEO =
            new SummaryDelta(SummaryKey.video("a#b"), new Counts(2, -20, 3, -1), new Counts(1, 10, 0, 4), views(3));
    private static final HourDelta SITE_HOUR =
            new HourDelta(new HourKey(SummaryKey.site(3), "2022-01-02T10"), new Counts(2, 20, 0, 0));
    private static final HourDelta HOUR =
            new HourDelta(new HourKey(SummaryKey.video("a#b"), "2022-01-02T10"), new Counts(2, 20, 0, 0));

    @Test
    void areReadAsTheyWereWritten() {
        DeferredDeltas deferred =
                DeferredDeltas.NONE.plus(VIDEO).plus(HOUR).plus(SITE_HOUR).plus(user("u"));
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(
                Keys.SEQUENCE_NUMBER,
                AttributeValue.fromS(SequenceNumber.parse("7").padded()));
        item.put(Keys.DEFERRED, deferred.toAttribute());
        assertThat(CheckpointItems.read(item))
                .isEqualTo(new Checkpoint(SequenceNumber.parse("7"), Optional.empty(), deferred));
        assertThat(deferred.byName().values()).containsExactlyInAnyOrder(VIDEO, HOUR, SITE_HOUR, user("u"));
    }

    @Test
    void haveANinthNumberOnlyIfViewersChange() {
        SummaryDelta viewers = new SummaryDelta(SummaryKey.video("v"), new Counts(1, 2, 3, 4, -5));
        SummaryDelta both = VIDEO.with(new Counts(1, 2, 3, 4, 5), Counts.ZERO, views(7));
        AttributeValue written =
                DeferredDeltas.NONE.plus(viewers).plus(both).plus(HOUR).toAttribute();
        assertThat(written.m().get(viewers.name()).l()).hasSize(9).allMatch(value -> value.n() != null);
        assertThat(written.m().get(both.name()).l()).hasSize(10);
        assertThat(written.m().get(HOUR.name()).l())
                .as("as earlier versions have written it")
                .hasSize(8);
        assertThat(DeferredDeltas.of(written).byName().values()).containsExactlyInAnyOrder(viewers, both, HOUR);
    }

    @Test
    void addUpTheChangesOfAnItemAndForgetAnItemWhoseSumIsZero() {
        DeferredDeltas deferred = DeferredDeltas.NONE.plus(VIDEO).plus(VIDEO);
        assertThat(deferred.byName())
                .isEqualTo(Map.of(
                        "VIDEO#a#b/SUMMARY", VIDEO.with(new Counts(4, -40, 6, -2), new Counts(2, 20, 0, 8), views(6))));
        assertThat(deferred.plus(VIDEO.with(new Counts(-4, 40, -6, 2), new Counts(-2, -20, 0, -8), views(-6))))
                .isEqualTo(DeferredDeltas.NONE);
        assertThat(deferred.plus(HOUR).without(VIDEO.name())).isEqualTo(DeferredDeltas.NONE.plus(HOUR));
    }

    @Test
    void sayWhatTheTotalsOfAnItemLackBesideItsExpiredCounters() {
        assertThat(DeferredDeltas.NONE.plus(VIDEO).missingIn(VIDEO.name())).isEqualTo(new Counts(1, -30, 3, -5));
        assertThat(DeferredDeltas.NONE.plus(VIDEO).missingIn("another")).isEqualTo(Counts.ZERO);
        assertThat(DeferredDeltas.NONE.plus(VIDEO).hourlyMissingIn(VIDEO.name()))
                .isEqualTo(views(3));
        assertThat(DeferredDeltas.NONE.plus(VIDEO).hourlyMissingIn("another")).isEqualTo(HourlyViews.NONE);
    }

    /** As an older version of the code stores them. */
    @Test
    void areReadWithoutATrend() {
        DeferredDeltas old = DeferredDeltas.NONE.plus(user("u"));
        assertThat(old.toAttribute().m().get("USER#u/SUMMARY").l()).hasSize(8);
        assertThat(DeferredDeltas.of(old.toAttribute())).isEqualTo(old);
    }

    @Test
    void haveNoRoomForViewsOfAHundredAndSixtyHours() {
        assertThat(DeferredDeltas.NONE.hasRoomFor(viewed(0, 160))).isFalse();
        assertThat(DeferredDeltas.NONE.hasRoomFor(VIDEO)).isTrue();
    }

    @Test
    void haveNoRoomForViewsOfMoreHoursOfADeferredItem() {
        DeferredDeltas deferred = DeferredDeltas.NONE.plus(viewed(0, 80));
        assertThat(deferred.hasRoomFor(viewed(80, 160))).isFalse();
        assertThat(deferred.hasRoomFor(viewed(40, 120))).isTrue();
        DeferredDeltas full = deferred.plus(viewed(80, 160));
        assertThat(full.hasRoomFor(viewed(0, 160))).as("nothing grows").isTrue();
        assertThat(full.hasRoomFor(viewed(159, 161))).isFalse();
    }

    private static SummaryDelta viewed(int fromHour, int toHour) {
        Map<String, Long> hours = new HashMap<>();
        IntStream.range(fromHour, toHour)
                .forEach(i -> hours.put(
                        HourKey.of(VIDEO.key(), Instant.ofEpochSecond(3_600L * i))
                                .hour(),
                        1L));
        return VIDEO.with(Counts.ZERO, Counts.ZERO, new HourlyViews(hours));
    }

    private static HourlyViews views(long views) {
        return new HourlyViews(Map.of("2022-01-02T10", views));
    }

    @Test
    void haveRoomForEightItemsWithNamesOfNormalLength() {
        DeferredDeltas seven = IntStream.range(0, 7)
                .mapToObj(i -> user("u" + i))
                .reduce(DeferredDeltas.NONE, DeferredDeltas::plus, (one, other) -> one);
        assertThat(seven.hasRoomFor(user("new"))).isTrue();
        assertThat(seven.hasRoomFor(user("x".repeat(1_999)))).isFalse();
        DeferredDeltas eight = seven.plus(user("u7"));
        assertThat(eight.hasRoomFor(user("new"))).isFalse();
        assertThat(eight.hasRoomFor(user("u3"))).isTrue();
    }

    private static SummaryDelta user(String id) {
        return new SummaryDelta(SummaryKey.user(id), new Counts(1, 1, 0, 0));
    }
}
