package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Up to where a shard has been applied.
 *
 * @param through the last record that has been applied whole
 * @param lead what has been applied beyond it
 */
record Checkpoint(SequenceNumber through, Optional<PartialCheckpoint> lead) {

    /**
     * The part of a batch that has been applied, while the batch needs more than one transaction: it is cut not between
     * records but between the items that it changes, in the order of their names.
     *
     * @param through the last record of the batch
     * @param upTo the items whose names come no later have been changed by all records up to {@code through}, the others
     *     only by those up to the position
     */
    record PartialCheckpoint(SequenceNumber through, String upTo) {

        boolean covers(String itemName) {
            return itemName.compareTo(upTo) <= 0;
        }
    }

    /**
     * The position in an item of the table.
     *
     * @throws IllegalStateException if it is none
     */
    static Checkpoint of(Map<String, AttributeValue> item) {
        Attributes attributes = Attributes.of(item);
        SequenceNumber through = attributes
                .text(Keys.SEQUENCE_NUMBER)
                .map(SequenceNumber::new)
                .orElseThrow(() -> new IllegalStateException("a position without a sequence number"));
        return new Checkpoint(
                through,
                attributes.text(Keys.LEAD_THROUGH).map(SequenceNumber::new).flatMap(lead -> attributes
                        .text(Keys.LEAD_UP_TO)
                        .map(upTo -> new PartialCheckpoint(lead, upTo))));
    }
}
