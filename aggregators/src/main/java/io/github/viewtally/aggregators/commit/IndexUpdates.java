package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a transaction writes to the index attributes of its summaries. Counting does not depend on the decision.
 */
@FunctionalInterface
public interface IndexUpdates {

    /** Treats every summary as one that may be missing. */
    IndexUpdates UNKNOWN = summary -> new Create();

    /** The index update for a summary to which a delta is added. */
    IndexUpdate of(SummaryDelta summary);

    /** Provides the index updates of one batch. */
    @FunctionalInterface
    interface Source {

        /** Returns the index updates of the first plan, and may prepare those of the plans after it. It must not fail. */
        IndexUpdates ofFirst(List<TransactionPlan> upcoming);

        /** Called when the index update of a summary was decided but not written. */
        default void onNotWritten(SummaryKey key) {}
    }

    /** One way to write the index attributes of a summary. */
    sealed interface IndexUpdate {}

    /**
     * The summary may be missing: writes all attributes that a new one needs, and keeps stored places.
     *
     * @param trend the place of a new video in the list by trend
     */
    record Create(Optional<Place> trend) implements IndexUpdate {

        /** Gives a new video no place in the list by trend. A later transaction does it. */
        public Create() {
            this(Optional.empty());
        }
    }

    /** The summary exists and its index attributes stay right. */
    record Keep() implements IndexUpdate {}

    /**
     * The summary exists and needs another place in a list.
     *
     * @param sortKey the place in the list by views; empty if it stays
     * @param trend the place in the list by trend; empty if it stays
     * @param removed attributes to remove, because no list needs them any more
     */
    record Move(Optional<String> sortKey, Optional<Place> trend, List<String> removed) implements IndexUpdate {

        public Move(String sortKey) {
            this(Optional.of(sortKey), Optional.empty(), List.of());
        }
    }
}
