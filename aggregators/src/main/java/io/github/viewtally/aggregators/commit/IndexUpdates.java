package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.SummaryKey;
import java.util.List;

/**
 * Decides what a transaction writes to the index attributes of its summaries. Counting is exact whatever it decides.
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

        /** Says that what was decided for a summary was not written. */
        default void isNotWritten(SummaryKey key) {}
    }

    /** One way to write the index attributes of a summary. */
    sealed interface IndexUpdate {}

    /** The summary may be missing: writes all attributes that a new one needs, and keeps a stored sort key. */
    record Create() implements IndexUpdate {}

    /** The summary exists and its index attributes stay right. */
    record Keep() implements IndexUpdate {}

    /** The summary exists and needs another sort key in the index. */
    record Move(String sortKey) implements IndexUpdate {}
}
