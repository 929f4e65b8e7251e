package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates.Create;
import io.github.viewtally.aggregators.commit.IndexUpdates.IndexUpdate;
import io.github.viewtally.aggregators.commit.IndexUpdates.Keep;
import io.github.viewtally.aggregators.commit.IndexUpdates.Move;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThrottledMovesTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");
    private static final SummaryKey USER = SummaryKey.user("1");
    private static final TransactionPlan PLAN =
            new TransactionPlanner("shard", List.of(Changes.insert(1, "1", "v")), 99).next();

    private IndexUpdate decided = new Move("007#v");
    private final Set<SummaryKey> notWritten = new HashSet<>();
    private final ThrottledMoves moves = new ThrottledMoves(new IndexUpdates.Source() {
        @Override
        public IndexUpdates ofFirst(List<TransactionPlan> upcoming) {
            return summary -> decided;
        }

        @Override
        public void onNotWritten(SummaryKey key) {
            notWritten.add(key);
        }
    });

    @Test
    void leavesOutTheMoveOfAThrottledSummaryOnly() {
        moves.throttled(PLAN, List.of(index(VIDEO)));
        assertThat(decidedFor(VIDEO)).isEqualTo(new Keep());
        assertThat(decidedFor(USER)).isEqualTo(new Move("007#v"));
    }

    /** A new summary without index attributes would be in no list. */
    @Test
    void leavesOutOnlyThePlaceByTrendOfANewSummary() {
        decided = new Create(Optional.of(new Place("VIDEO_TREND_24h#1", "0000042#v")));
        moves.throttled(PLAN, List.of(index(VIDEO)));
        assertThat(decidedFor(VIDEO)).isEqualTo(new Create());
    }

    @Test
    void reportsTheSummariesThatWereCommittedWithoutTheirMoveOrDeferred() {
        moves.throttled(PLAN, List.of(index(VIDEO)));
        moves.committed(PLAN);
        assertThat(notWritten).containsExactly(VIDEO);
        notWritten.clear();
        SummaryDelta user = (SummaryDelta) PLAN.updates().get(index(USER));
        moves.committed(PLAN.deferring(List.of(), DeferredDeltas.NONE, DeferredDeltas.NONE.plus(user)));
        assertThat(notWritten).containsExactly(USER);
    }

    @Test
    void reportsAllSummariesOfAFailedPlan() {
        moves.failed(PLAN);
        assertThat(notWritten).containsExactlyInAnyOrder(VIDEO, USER, SiteItems.bucketOf("shard"));
    }

    private IndexUpdate decidedFor(SummaryKey key) {
        return moves.ofFirst(List.of(PLAN)).of((SummaryDelta) PLAN.updates().get(index(key)));
    }

    private static int index(SummaryKey key) {
        return PLAN.updates().stream().map(ItemUpdate::name).toList().indexOf(ItemUpdate.nameOf(key));
    }
}
