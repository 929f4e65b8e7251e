package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.Checkpoint.PartialCheckpoint;
import java.util.List;
import java.util.Optional;

/**
 * What one transaction applies: changes of items, and the move of the shard's position that says so.
 *
 * @param items at most as many as a transaction holds beside the position
 * @param first the first record it rests on: the position must be before it
 * @param lead the lead that the position must have, exactly
 * @param through the position afterwards; empty if it stays, and only the lead moves
 * @param nextLead the lead afterwards
 */
record TransactionPlan(
        List<ItemUpdate> items,
        SequenceNumber first,
        Optional<PartialCheckpoint> lead,
        Optional<SequenceNumber> through,
        Optional<PartialCheckpoint> nextLead) {}
