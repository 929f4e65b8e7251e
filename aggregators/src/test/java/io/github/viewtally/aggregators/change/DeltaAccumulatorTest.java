package io.github.viewtally.aggregators.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedRecord;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeltaAccumulatorTest {

    private static final SummaryKey SITE = SummaryKey.site(3);
    private static final HourKey HOUR = new HourKey(SummaryKey.video("5"), "2022-01-02T10");

    @Test
    void sumsTheViewsOfEachUserVideoAndHourAndOfTheSite() {
        assertThat(updates(Optional.empty(), Changes.insert(1, "a", "5"), Changes.insert(2, "b", "5")))
                .containsExactlyInAnyOrder(
                        new SummaryDelta(SummaryKey.user("a"), new Counts(1, 10, 0, 0)),
                        new SummaryDelta(SummaryKey.user("b"), new Counts(1, 10, 0, 0)),
                        video(new Counts(2, 20, 0, 0), 2),
                        new SummaryDelta(SITE, new Counts(2, 20, 0, 0)),
                        new HourDelta(HOUR, new Counts(2, 20, 0, 0)),
                        new HourDelta(HOUR.of(SITE), new Counts(2, 20, 0, 0)));
    }

    @Test
    void countsTheHoursOfUsersIfAsked() {
        Change removed = Changes.remove(4, "b", "6");
        CountingSettings counting = CountingSettings.DEFAULT.withHoursOfUsers(true);
        DeltaAccumulator deltas = new DeltaAccumulator(SITE, counting, Optional.of("USER#a/HOUR#2022-01-02T10"), false);
        List.of(Changes.insert(1, "a", "5"), Changes.insert(2, "b", "5"), Changes.insert(3, "b", "7"), removed)
                .forEach(deltas::add);

        assertThat(deltas.updates())
                .filteredOn(update -> update.name().startsWith("USER#"))
                .containsExactlyInAnyOrder(
                        new SummaryDelta(SummaryKey.user("a"), new Counts(1, 10, 0, 0)),
                        new SummaryDelta(SummaryKey.user("b"), new Counts(1, 10, 0, 0)),
                        new HourDelta(HOUR.of(SummaryKey.user("b")), new Counts(1, 10, 0, 0)));
    }

    @Test
    void addsTheDifferenceOfAModifiedView() {
        assertThat(updates(Optional.empty(), Changes.modify(1, "a", "5", 10, 25)))
                .containsExactlyInAnyOrder(
                        new SummaryDelta(SummaryKey.user("a"), new Counts(0, 15, 0, 0)),
                        new SummaryDelta(SummaryKey.video("5"), new Counts(0, 15, 0, 0)),
                        new SummaryDelta(SITE, new Counts(0, 15, 0, 0)),
                        new HourDelta(HOUR, new Counts(0, 15, 0, 0)),
                        new HourDelta(HOUR.of(SITE), new Counts(0, 15, 0, 0)));
    }

    @Test
    void countsAViewWhenItReachesTheMinimumDurationAndNotWhenItShrinks() {
        assertThat(updates(Optional.empty(), Changes.modify(1, "a", "5", 4, 9, 10)))
                .contains(new HourDelta(HOUR, new Counts(0, 5, 0, 0)));
        assertThat(updates(Optional.empty(), Changes.modify(1, "a", "5", 9, 10, 10)))
                .containsExactlyInAnyOrder(
                        new SummaryDelta(SummaryKey.user("a"), new Counts(1, 1, 0, 0)),
                        video(new Counts(1, 1, 0, 0), 1),
                        new SummaryDelta(SITE, new Counts(1, 1, 0, 0)),
                        new HourDelta(HOUR, new Counts(1, 1, 0, 0)),
                        new HourDelta(HOUR.of(SITE), new Counts(1, 1, 0, 0)));
        assertThat(updates(Optional.empty(), Changes.modify(1, "a", "5", 10, 9, 10)))
                .contains(new HourDelta(HOUR, new Counts(-1, -1, 0, 0)));
        assertThat(updates(
                        Optional.empty(),
                        Changes.modify(1, "a", "5", 4, 12, 10),
                        Changes.modify(2, "a", "5", 12, 9, 10),
                        Changes.modify(3, "a", "5", 9, 30, 10)))
                .contains(new HourDelta(HOUR, new Counts(1, 26, 0, 0)));
    }

    @Test
    void omitsItemsWhoseDeltaIsZero() {
        assertThat(updates(Optional.empty(), Changes.insert(1, "a", "5"), Changes.remove(2, "a", "5")))
                .isEmpty();
    }

    @Test
    void skipsItemsUpToTheLastUpdatedOne() {
        assertThat(updates(Optional.of("USER#b/SUMMARY"), Changes.insert(1, "b", "5"), Changes.insert(2, "c", "5")))
                .containsExactlyInAnyOrder(
                        new SummaryDelta(SummaryKey.user("c"), new Counts(1, 10, 0, 0)),
                        video(new Counts(2, 20, 0, 0), 2),
                        new HourDelta(HOUR, new Counts(2, 20, 0, 0)));
        assertThat(updates(Optional.of("VIDEO#5/HOUR#2022-01-02T10"), Changes.insert(1, "b", "5")))
                .containsExactly(video(new Counts(1, 10, 0, 0), 1));
    }

    @Test
    void quarantinesAMalformedRecordUnlessItAlreadyIs() {
        Change malformed = Changes.malformed(7);
        assertThat(updates(Optional.empty(), malformed)).containsExactly(new QuarantinedRecord(malformed));
        assertThat(updates(Optional.of(ItemUpdate.nameOf(malformed)), malformed))
                .isEmpty();
    }

    /** What time to live removes stays in the totals, but not in the trend. */
    @Test
    void takesAViewThatTimeToLiveRemovesOutOfTheTrend() {
        Change removed = Changes.remove(1, "a", "5");
        Change expired = new Change(
                removed.record(),
                removed.sequenceNumber(),
                Optional.empty(),
                Optional.empty(),
                removed.before(),
                Optional.empty());
        Counts counts = new Counts(1, 10, 0, 0);
        assertThat(updates(Optional.empty(), expired))
                .contains(new SummaryDelta(SummaryKey.video("5"), Counts.ZERO, counts, views(-1)))
                .contains(new SummaryDelta(SummaryKey.user("a"), Counts.ZERO, counts));
        assertThat(updates(Optional.of("VIDEO#5/SUMMARY"), expired)).isEmpty();
    }

    private static SummaryDelta video(Counts counts, long views) {
        return new SummaryDelta(SummaryKey.video("5"), counts, Counts.ZERO, views(views));
    }

    private static HourlyViews views(long views) {
        return new HourlyViews(Map.of(HOUR.hour(), views));
    }

    private static List<ItemUpdate> updates(Optional<String> lastUpdated, Change... changes) {
        DeltaAccumulator deltas = new DeltaAccumulator(SITE, CountingSettings.DEFAULT, lastUpdated, false);
        List.of(changes).forEach(deltas::add);
        return deltas.updates();
    }
}
