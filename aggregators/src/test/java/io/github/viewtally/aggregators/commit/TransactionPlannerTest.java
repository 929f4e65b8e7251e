package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TransactionPlannerTest {

    private static final String SITE = Keys.partition(SiteItems.bucketOf("shard"));

    /** Changes ten items: users 1 to 6, the video, the site, and their hours. */
    private static final List<Change> SIX_USERS = LongStream.rangeClosed(1, 6)
            .mapToObj(i -> Changes.insert(i, Long.toString(i), "v"))
            .toList();

    @Test
    void plansOneTransactionForABatchThatFits() {
        TransactionPlanner planner = new TransactionPlanner("shard", SIX_USERS, 10);
        assertThat(planner.upcoming()).singleElement().satisfies(plan -> {
            assertThat(plan.updates()).hasSize(10);
            assertThat(plan.firstRecord()).isEqualTo(number(1));
            assertThat(plan.expectedPartial()).isEmpty();
            assertThat(plan.committedRecord()).contains(number(6));
            assertThat(plan.nextPartial()).isEmpty();
        });
    }

    @Test
    void plansNothingForAnEmptyBatch() {
        assertThat(new TransactionPlanner("shard", List.of(), 99).isDone()).isTrue();
    }

    @Test
    void splitsALargeBatchInTheOrderOfTheNames() {
        TransactionPlanner planner = new TransactionPlanner("shard", SIX_USERS, 9);
        assertThat(planner.upcoming()).hasSize(2);
        TransactionPlan first = planner.upcoming().get(0);
        TransactionPlan second = planner.upcoming().get(1);
        PartialCheckpoint partial = new PartialCheckpoint(number(6), "VIDEO#v/HOUR#2022-01-02T10");
        assertThat(first.updates())
                .extracting(ItemUpdate::name)
                .isSorted()
                .hasSize(9)
                .startsWith(SITE + "/HOUR#2022-01-02T10", SITE + "/SUMMARY")
                .endsWith("VIDEO#v/HOUR#2022-01-02T10");
        assertThat(first.committedRecord()).isEmpty();
        assertThat(first.nextPartial()).contains(partial);
        assertThat(second.updates()).extracting(ItemUpdate::name).containsExactly("VIDEO#v/SUMMARY");
        assertThat(second.firstRecord()).isEqualTo(number(1));
        assertThat(second.expectedPartial()).contains(partial);
        assertThat(second.committedRecord()).contains(number(6));
        assertThat(second.nextPartial()).isEmpty();
    }

    @Test
    void finishesThePartialBatchBeforeTheNewRecords() {
        PartialCheckpoint partial = new PartialCheckpoint(number(4), "USER#3/SUMMARY");
        TransactionPlanner planner = planner(partial, 99);
        assertThat(planner.upcoming()).hasSize(2);
        TransactionPlan rest = planner.next();
        assertThat(rest.updates())
                .extracting(ItemUpdate::name)
                .containsExactlyInAnyOrder("USER#4/SUMMARY", "VIDEO#v/HOUR#2022-01-02T10", "VIDEO#v/SUMMARY");
        assertThat(rest.expectedPartial()).contains(partial);
        assertThat(rest.committedRecord()).contains(number(4));
        assertThat(rest.nextPartial()).isEmpty();
        planner.nextIsCommitted();
        assertThat(planner.uncommitted()).isEqualTo(SIX_USERS.subList(4, 6));
        assertThat(planner.next().firstRecord()).isEqualTo(number(5));
        assertThat(planner.next().expectedPartial()).isEmpty();
        assertThat(planner.next().committedRecord()).contains(number(6));
    }

    @Test
    void keepsThePartialCheckpointWhenTheBatchIsShorter() {
        PartialCheckpoint partial = new PartialCheckpoint(number(9), "USER#5/SUMMARY");
        TransactionPlanner planner = planner(partial, 99);
        assertThat(planner.upcoming()).singleElement().satisfies(plan -> {
            assertThat(plan.updates())
                    .extracting(ItemUpdate::name)
                    .containsExactlyInAnyOrder("USER#6/SUMMARY", "VIDEO#v/HOUR#2022-01-02T10", "VIDEO#v/SUMMARY");
            assertThat(plan.expectedPartial()).contains(partial);
            assertThat(plan.committedRecord()).contains(number(6));
            assertThat(plan.nextPartial()).contains(partial);
        });
    }

    @Test
    void marksTheItemsThatOtherCodeHasUpdatedForTheAudit() {
        PartialCheckpoint partial = new PartialCheckpoint(number(6), "USER#3/SUMMARY", "1");
        TransactionPlanner planner = planner(partial, 9);
        assertThat(planner.upcoming()).hasSize(2);
        assertThat(planner.next().updates())
                .extracting(ItemUpdate::name)
                .containsExactly(
                        "USER#4/SUMMARY",
                        "USER#5/SUMMARY",
                        "USER#6/SUMMARY",
                        "VIDEO#v/HOUR#2022-01-02T10",
                        "VIDEO#v/SUMMARY",
                        "~" + SITE + "/HOUR#2022-01-02T10",
                        "~" + SITE + "/SUMMARY",
                        "~USER#1/SUMMARY",
                        "~USER#2/SUMMARY");
        PartialCheckpoint next = planner.next().nextPartial().orElseThrow();
        assertThat(next).isEqualTo(new PartialCheckpoint(number(6), "~USER#2/SUMMARY", "1"));
        assertThat(planner(next, 9).next().updates())
                .extracting(ItemUpdate::name)
                .as("also after a crash")
                .containsExactlyInAnyOrder(
                        "~USER#3/SUMMARY",
                        "~USER#4/SUMMARY",
                        "~USER#5/SUMMARY",
                        "~USER#6/SUMMARY",
                        "~VIDEO#v/HOUR#2022-01-02T10",
                        "~VIDEO#v/SUMMARY");
    }

    @Test
    void putsAtMostTenQuarantinedRecordsInATransaction() {
        List<Change> malformed =
                LongStream.rangeClosed(1, 25).mapToObj(Changes::malformed).toList();
        assertThat(new TransactionPlanner("shard", malformed, 99).upcoming())
                .extracting(plan -> plan.updates().size())
                .containsExactly(10, 10, 5);
    }

    private static TransactionPlanner planner(PartialCheckpoint partial, int maxUpdates) {
        return new TransactionPlanner(
                "shard", SIX_USERS, Optional.of(partial), KnownViewers.off(), CountingSettings.DEFAULT, maxUpdates);
    }

    private static SequenceNumber number(long value) {
        return SequenceNumber.parse(Long.toString(value));
    }
}
