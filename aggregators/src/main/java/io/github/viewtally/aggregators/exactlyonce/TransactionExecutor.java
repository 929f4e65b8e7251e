package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.metrics.InvocationMetrics;
import io.github.viewtally.aggregators.metrics.Metric;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Sends the transaction of a group, and says in three words what became of it. */
final class TransactionExecutor {

    private static final String CONFLICT = "TransactionConflict";
    private static final Set<String> PASSING_REASONS =
            Set.of("None", CONFLICT, "ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient dynamoDb;

    TransactionExecutor(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * Applies the group, or learns that somebody has applied some of it already.
     *
     * @param tally is told what the transaction has cost
     * @return the shard's position if it forbids the group; empty if the group has been applied
     * @throws NotApplied if neither is known: the group may have been applied or not, and may be sent again
     */
    Optional<Checkpoint> apply(TransactWriteItemsRequest transaction, InvocationMetrics tally) throws NotApplied {
        try {
            tally.add(Metric.WRITE_UNITS, writeUnits(dynamoDb.transactWriteItems(transaction)));
            return Optional.empty();
        } catch (TransactionCanceledException e) {
            return Optional.of(positionIn(e));
        } catch (SdkException e) {
            throw new NotApplied(mayPass(e), false, e);
        }
    }

    private static double writeUnits(TransactWriteItemsResponse response) {
        return response.consumedCapacity().stream()
                .map(ConsumedCapacity::capacityUnits)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static Checkpoint positionIn(TransactionCanceledException e) throws NotApplied {
        List<CancellationReason> reasons = e.cancellationReasons();
        if (reasons.size() > TransactionBuilder.POSITION_INDEX) {
            CancellationReason reason = reasons.get(TransactionBuilder.POSITION_INDEX);
            if ("ConditionalCheckFailed".equals(reason.code()) && reason.hasItem()) {
                return Checkpoint.of(reason.item());
            }
        }
        List<String> codes = reasons.stream().map(CancellationReason::code).toList();
        throw new NotApplied(PASSING_REASONS.containsAll(codes), codes.contains(CONFLICT), e);
    }

    private static boolean mayPass(SdkException e) {
        return e instanceof SdkClientException
                || e.retryable()
                || e instanceof TransactionInProgressException
                || e instanceof DynamoDbException refusal
                        && (refusal.statusCode() >= 500 || refusal.isThrottlingException());
    }

    /** A group of which it is not known that it has been applied. */
    static final class NotApplied extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean passing;
        private final boolean conflict;

        NotApplied(boolean passing, boolean conflict, Throwable cause) {
            super(cause);
            this.passing = passing;
            this.conflict = conflict;
        }

        /** Whether sending it again soon is worth while. */
        boolean mayPass() {
            return passing;
        }

        /** Whether it has met another transaction at one of its items. */
        boolean isConflict() {
            return conflict;
        }
    }
}
