package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeferralTest {

    private static final String USER = "USER#1/SUMMARY";
    private static final String VIDEO = "VIDEO#v/SUMMARY";
    private static final String HOUR = "VIDEO#v/HOUR#2022-01-02T10";

    private final Deferral deferral = new Deferral();

    @Test
    void leavesAPlanAsItIsWhileNothingIsBlocked() {
        TransactionPlan plan = plan(1, 3);
        assertThat(deferral.defer(plan)).isSameAs(plan);
        assertThat(deferral.attemptFailed(plan, List.of())).isFalse();
        assertThat(deferral.defer(plan)).isSameAs(plan);
        assertThat(deferral.isDone()).isTrue();
    }

    @Test
    void defersAnItemThatHasStoppedATransactionSeveralTimes() {
        TransactionPlan plan = plan(1, 3);
        fail(plan, VIDEO, Deferral.MAX_ATTEMPTS - 1);
        assertThat(deferral.defer(plan)).isSameAs(plan);
        assertThat(deferral.attemptFailed(plan, List.of(index(plan, VIDEO)))).isTrue();

        TransactionPlan deferring = deferral.defer(plan);
        assertThat(names(deferring))
                .doesNotContain(VIDEO)
                .hasSize(plan.updates().size() - 1);
        assertThat(deferring.expectedDeferred()).isEqualTo(DeferredDeltas.NONE);
        assertThat(deferring.nextDeferred().byName()).containsOnlyKeys(VIDEO).containsValue((ItemUpdate.CounterDelta)
                plan.updates().get(index(plan, VIDEO)));
        assertThat(deferring.committedRecord()).isEqualTo(plan.committedRecord());
    }

    @Test
    void defersOtherItemsSoonerAfterTheFirstOne() {
        TransactionPlan plan = plan(1, 3);
        fail(plan, VIDEO, Deferral.MAX_ATTEMPTS);
        fail(plan, HOUR, 1);
        assertThat(names(deferral.defer(plan))).contains(HOUR);
        fail(plan, HOUR, 1);
        assertThat(names(deferral.defer(plan))).doesNotContain(HOUR, VIDEO);
    }

    @Test
    void addsTheChangesOfLaterPlansToWhatIsDeferred() {
        TransactionPlan plan = plan(1, 3);
        fail(plan, VIDEO, Deferral.MAX_ATTEMPTS);
        deferral.committed(deferral.defer(plan));
        assertThat(deferral.isDone()).isFalse();

        TransactionPlan later = deferral.defer(plan(4, 6));
        assertThat(later.expectedDeferred().byName().get(VIDEO).delta().views()).isEqualTo(3);
        assertThat(later.nextDeferred().byName().get(VIDEO).delta().views()).isEqualTo(6);
        assertThat(names(later)).doesNotContain(VIDEO);
    }

    @Test
    void movesEachDeferredChangeInATransactionOfItsOwn() {
        TransactionPlan plan = plan(1, 3);
        fail(plan, VIDEO, Deferral.MAX_ATTEMPTS);
        fail(plan, HOUR, 2);
        TransactionPlan deferring = deferral.defer(plan);
        deferral.committed(deferring);

        TransactionPlan first = deferral.moveNext();
        assertThat(names(first)).containsExactly(HOUR);
        assertThat(first.committedRecord()).isEmpty();
        assertThat(first.expectedDeferred()).isEqualTo(deferring.nextDeferred());
        assertThat(first.nextDeferred().byName()).containsOnlyKeys(VIDEO);
        deferral.moveFailed();
        assertThat(names(deferral.moveNext())).as("the other one's turn").containsExactly(VIDEO);
        deferral.committed(deferral.moveNext());
        assertThat(names(deferral.moveNext())).containsExactly(HOUR);
        deferral.committed(deferral.moveNext());
        assertThat(deferral.isDone()).isTrue();
    }

    @Test
    void continuesWithWhatAnotherInvocationHasDeferred() {
        Optional<PartialCheckpoint> partial = Optional.of(new PartialCheckpoint(SequenceNumber.parse("9"), VIDEO));
        TransactionPlan plan = plan(1, 3);
        DeferredDeltas stored = DeferredDeltas.NONE.plus(
                (ItemUpdate.CounterDelta) plan.updates().get(index(plan, USER)));
        deferral.found(new Checkpoint(SequenceNumber.parse("3"), partial, stored));

        assertThat(names(deferral.defer(plan))).doesNotContain(USER);
        TransactionPlan move = deferral.moveNext();
        assertThat(names(move)).containsExactly(USER);
        assertThat(move.expectedPartial()).isEqualTo(partial);
        assertThat(move.nextPartial()).isEqualTo(partial);
        assertThat(move.nextDeferred()).isEqualTo(DeferredDeltas.NONE);
    }

    @Test
    void defersNoMoreItemsThanTheCheckpointHasRoomFor() {
        TransactionPlan plan = plan(1, 20);
        List<Integer> all = IntStream.range(0, plan.updates().size()).boxed().toList();
        for (int i = 0; i < Deferral.MAX_ATTEMPTS; i++) {
            deferral.attemptFailed(plan, all);
        }
        TransactionPlan deferring = deferral.defer(plan);
        assertThat(deferring.nextDeferred().byName()).hasSize(DeferredDeltas.MAX_ITEMS);
        assertThat(deferring.updates()).hasSize(plan.updates().size() - DeferredDeltas.MAX_ITEMS);
    }

    @Test
    void addsMoreHoursOfADeferredItemToTheItemIfTheCheckpointHasNoRoom() {
        deferral.found(new Checkpoint(
                SequenceNumber.parse("3"),
                Optional.empty(),
                DeferredDeltas.NONE.plus(viewed(0)).plus(viewed(100))));
        TransactionPlan more = new TransactionPlan(
                List.of(viewed(200)),
                SequenceNumber.parse("4"),
                Optional.empty(),
                Optional.of(SequenceNumber.parse("5")),
                Optional.empty());

        TransactionPlan deferring = deferral.defer(more);
        assertThat(deferring.updates()).isEqualTo(more.updates());
        assertThat(deferring.nextDeferred()).isEqualTo(deferring.expectedDeferred());
    }

    /** Views of 70 hours. */
    private static SummaryDelta viewed(int fromHour) {
        Map<String, Long> hours = IntStream.range(fromHour, fromHour + 70)
                .mapToObj(hour -> HourKey.of(SummaryKey.video("v"), Instant.ofEpochSecond(3_600L * hour))
                        .hour())
                .collect(Collectors.toMap(hour -> hour, hour -> 1L));
        return new SummaryDelta(SummaryKey.video("v"), new Counts(70, 0, 0, 0), Counts.ZERO, new HourlyViews(hours));
    }

    private void fail(TransactionPlan plan, String name, int times) {
        for (int i = 0; i < times; i++) {
            deferral.attemptFailed(plan, List.of(index(plan, name)));
        }
    }

    private static int index(TransactionPlan plan, String name) {
        return names(plan).indexOf(name);
    }

    private static List<String> names(TransactionPlan plan) {
        return plan.updates().stream().map(ItemUpdate::name).toList();
    }

    /** Views of users from a number to another, of one video. */
    private static TransactionPlan plan(long from, long to) {
        List<Change> changes = LongStream.rangeClosed(from, to)
                .mapToObj(i -> Changes.insert(i, Long.toString(i), "v"))
                .toList();
        return new TransactionPlanner("shard", changes, 99).next();
    }
}
