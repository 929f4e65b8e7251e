package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates.Create;
import io.github.viewtally.aggregators.commit.IndexUpdates.IndexUpdate;
import io.github.viewtally.aggregators.commit.IndexUpdates.Keep;
import io.github.viewtally.aggregators.commit.IndexUpdates.Move;
import io.github.viewtally.model.SummaryKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Leaves out the moves in the indexes of summaries that were throttled in this invocation. A move needs capacity of the index;
 * a later transaction of the summary makes it.
 */
final class ThrottledMoves {

    private final IndexUpdates.Source source;
    private final Set<SummaryKey> throttled = new HashSet<>();

    ThrottledMoves(IndexUpdates.Source source) {
        this.source = source;
    }

    IndexUpdates ofFirst(List<TransactionPlan> upcoming) {
        IndexUpdates updates = source.ofFirst(upcoming);
        return summary -> {
            IndexUpdate update = updates.of(summary);
            return throttled.contains(summary.key()) ? withoutMove(update) : update;
        };
    }

    /** A new summary must be in the list by views, but not in the list by trend. */
    private static IndexUpdate withoutMove(IndexUpdate update) {
        return update instanceof Move ? new Keep() : update instanceof Create ? new Create() : update;
    }

    /** Call it when the plan is committed, perhaps without some moves and some deferred changes. */
    void committed(TransactionPlan plan) {
        summaries(plan.updates()).filter(throttled::contains).forEach(source::onNotWritten);
        summaries(plan.nextDeferred().byName().values()).forEach(source::onNotWritten);
    }

    /** Call it when the plan is not committed, or its outcome is unknown. */
    void failed(TransactionPlan plan) {
        summaries(plan.updates()).forEach(source::onNotWritten);
    }

    /** Call it when some updates of a plan were throttled. */
    void throttled(TransactionPlan plan, List<Integer> updates) {
        summaries(updates.stream().map(plan.updates()::get).toList()).forEach(throttled::add);
    }

    private static Stream<SummaryKey> summaries(Collection<? extends ItemUpdate> updates) {
        return updates.stream().filter(SummaryDelta.class::isInstance).map(update -> ((SummaryDelta) update).key());
    }
}
