package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * A stream record of an event: what the event contributed before and after it.
 *
 * @param eventKey the partition key and the sort key of the event
 * @param before the value of the old image
 * @param after the value of the new image
 * @param receivedNanos the {@link System#nanoTime} at which the audit received the record
 */
record EventChange(
        String eventKey,
        String shardId,
        SequenceNumber sequenceNumber,
        Optional<EventValue> before,
        Optional<EventValue> after,
        long receivedNanos) {

    /**
     * The contribution of an event to the totals, and the keys of the event.
     *
     * @param counter the aggregator that counts it
     * @param sortKey its sort key in the table
     * @param indexPartition its partition in the index of videos; empty if it is not in that index
     * @param indexSortKey its sort key in the index of videos; empty if it is not in that index
     */
    record EventValue(
            EventCounter counter,
            Contribution contribution,
            String sortKey,
            String indexPartition,
            String indexSortKey) {

        /** Reads an item; empty if it is not an event that can be counted. */
        static Optional<EventValue> of(Map<String, AttributeValue> item) {
            Attributes attributes = Attributes.of(item);
            return Stream.of(EventCounter.values())
                    .flatMap(counter -> counter
                            .read(attributes)
                            .map(contribution -> new EventValue(
                                    counter,
                                    contribution,
                                    attributes.text(Keys.SK).orElse(""),
                                    attributes.text(Keys.GSI1PK).orElse(""),
                                    attributes.text(Keys.GSI1SK).orElse("")))
                            .stream())
                    .findFirst();
        }
    }

    /** Reads a record; empty if neither of its images is an event that can be counted. */
    static Optional<EventChange> of(String shardId, Record record, long receivedNanos) {
        Optional<EventValue> before = value(record.dynamodb().oldImage());
        Optional<EventValue> after = value(record.dynamodb().newImage());
        return before.isEmpty() && after.isEmpty()
                ? Optional.empty()
                : Optional.of(new EventChange(
                        eventKey(record.dynamodb().keys()),
                        shardId,
                        SequenceNumber.parse(record.dynamodb().sequenceNumber()),
                        before,
                        after,
                        receivedNanos));
    }

    /** The aggregators that count the event before or after the change. */
    Stream<EventCounter> counters() {
        return Stream.of(before, after).flatMap(Optional::stream).map(EventValue::counter);
    }

    /** The text that identifies an event: its two keys, joined by a slash, which no sort key contains. */
    static String eventKey(Map<String, AttributeValue> item) {
        return item.get(Keys.PK).s() + "/" + item.get(Keys.SK).s();
    }

    private static Optional<EventValue> value(Map<String, AttributeValue> image) {
        return image == null || image.isEmpty() ? Optional.empty() : EventValue.of(image);
    }
}
