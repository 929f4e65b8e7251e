package io.github.viewtally.aggregators.exactlyonce;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import io.github.viewtally.aggregators.exactlyonce.EventCounter.Contribution;
import io.github.viewtally.model.table.Attributes;
import java.util.Map;
import java.util.Optional;

/**
 * What one stream record does to the totals: what its new image counts for, less what its old image counted for. An
 * image that is no event of the counted type, or that cannot be counted, counts for nothing; so the totals are, at any
 * time, the sum over the countable events of the table and those that time to live has taken away.
 *
 * @param record the record as delivered
 * @param position its place in the shard
 * @param before what the old image counted for
 * @param after what the new image counts for
 * @param fault why an operator should look at the record
 */
record Change(
        DynamodbStreamRecord record,
        SequenceNumber position,
        Optional<Contribution> before,
        Optional<Contribution> after,
        Optional<String> fault) {

    private static final String INSERT = "INSERT";
    private static final String REMOVE = "REMOVE";

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it has no sequence number, without which it cannot be told from a repeat
     */
    static Change of(DynamodbStreamRecord record, EventCounter counter) {
        if (record.getDynamodb() == null) {
            throw new IllegalArgumentException("a record without \"dynamodb\": this is no DynamoDB stream event");
        }
        SequenceNumber position = SequenceNumber.parse(record.getDynamodb().getSequenceNumber());
        if (removedByTimeToLive(record)) {
            return new Change(record, position, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Optional<Attributes> oldImage = image(record.getDynamodb().getOldImage());
        Optional<Attributes> newImage = image(record.getDynamodb().getNewImage());
        boolean newIsEvent = newImage.filter(counter::counts).isPresent();
        Optional<Contribution> after = newIsEvent ? newImage.flatMap(counter::contributionOf) : Optional.empty();
        return new Change(
                record,
                position,
                oldImage.filter(counter::counts).flatMap(counter::contributionOf),
                after,
                fault(record.getEventName(), oldImage, newImage, newIsEvent && after.isEmpty()));
    }

    /** DynamoDB guide, "DynamoDB Streams and Time to Live": such removals carry the identity of the service. */
    private static boolean removedByTimeToLive(DynamodbStreamRecord record) {
        Identity identity = record.getUserIdentity();
        return REMOVE.equals(record.getEventName())
                && identity != null
                && "Service".equals(identity.getType())
                && "dynamodb.amazonaws.com".equals(identity.getPrincipalId());
    }

    private static Optional<Attributes> image(Map<String, AttributeValue> image) {
        return Optional.ofNullable(image).map(Attributes::ofImage);
    }

    private static Optional<String> fault(
            String eventName, Optional<Attributes> oldImage, Optional<Attributes> newImage, boolean cannotBeCounted) {
        if (!REMOVE.equals(eventName) && newImage.isEmpty()) {
            return Optional.of(eventName + " without a new image");
        }
        if (!INSERT.equals(eventName) && oldImage.isEmpty()) {
            return Optional.of(eventName + " without an old image");
        }
        return cannotBeCounted
                ? Optional.of("the new image lacks what is counted, or it has the wrong type")
                : Optional.empty();
    }
}
