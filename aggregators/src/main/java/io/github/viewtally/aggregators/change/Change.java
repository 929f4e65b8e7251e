package io.github.viewtally.aggregators.change;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.model.table.Attributes;
import java.util.Map;
import java.util.Optional;

/**
 * The effect of one stream record on the totals: the contribution of its new image minus the contribution of its old
 * image. An image contributes nothing if it is not an event of the counted type, or lacks what is counted. A removal by
 * time to live leaves the totals as they are and is counted apart. So the totals always equal the sum over all countable
 * events in the table, plus those that time to live has removed.
 *
 * @param record the record as delivered
 * @param before the contribution of the old image
 * @param after the contribution of the new image
 * @param expired the contribution of an event that time to live has removed
 * @param fault the reason to quarantine the record
 */
public record Change(
        DynamodbStreamRecord record,
        SequenceNumber sequenceNumber,
        Optional<Contribution> before,
        Optional<Contribution> after,
        Optional<Contribution> expired,
        Optional<String> fault) {

    private static final String INSERT = "INSERT";
    private static final String REMOVE = "REMOVE";

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the record has no valid sequence number, because then a repeat cannot be detected
     */
    public static Change of(DynamodbStreamRecord record, EventCounter counter) {
        if (record.getDynamodb() == null) {
            throw new IllegalArgumentException("the record has no \"dynamodb\" field: not a DynamoDB stream record");
        }
        SequenceNumber sequenceNumber =
                SequenceNumber.parse(record.getDynamodb().getSequenceNumber());
        Optional<Attributes> oldImage = image(record.getDynamodb().getOldImage());
        Optional<Contribution> before = oldImage.filter(counter::isCounted).flatMap(counter::contributionOf);
        if (isRemovalByTimeToLive(record)) {
            return new Change(record, sequenceNumber, Optional.empty(), Optional.empty(), before, Optional.empty());
        }
        Optional<Attributes> newImage = image(record.getDynamodb().getNewImage());
        boolean isEvent = newImage.filter(counter::isCounted).isPresent();
        Optional<Contribution> after = isEvent ? newImage.flatMap(counter::contributionOf) : Optional.empty();
        return new Change(
                record,
                sequenceNumber,
                before,
                after,
                Optional.empty(),
                fault(record.getEventName(), oldImage, newImage, isEvent && after.isEmpty()));
    }

    /** DynamoDB guide, "DynamoDB Streams and Time to Live": such removals carry the identity of the service. */
    private static boolean isRemovalByTimeToLive(DynamodbStreamRecord record) {
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
            String eventName, Optional<Attributes> oldImage, Optional<Attributes> newImage, boolean isMalformed) {
        if (!REMOVE.equals(eventName) && newImage.isEmpty()) {
            return Optional.of(eventName + " without a new image");
        }
        if (!INSERT.equals(eventName) && oldImage.isEmpty()) {
            return Optional.of(eventName + " without an old image");
        }
        return isMalformed
                ? Optional.of("an attribute that is counted is missing in the new image or has the wrong type")
                : Optional.empty();
    }
}
