package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.commit.CommitResult.AlreadyAppliedUpTo;
import io.github.viewtally.aggregators.commit.CommitResult.Applied;
import io.github.viewtally.aggregators.commit.CommitResult.Refused;
import io.github.viewtally.aggregators.commit.CommitResult.Retryable;
import io.github.viewtally.aggregators.commit.CommitResult.ViewersChanged;
import io.github.viewtally.model.table.DynamoDbErrors;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Executes a transaction once and classifies its outcome. */
final class TransactionExecutor {

    private static final String CONFLICT = "TransactionConflict";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final Set<String> THROTTLED = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient dynamoDb;

    TransactionExecutor(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Executes a transaction whose checkpoint update is at {@link TransactionBuilder#CHECKPOINT_INDEX}. */
    CommitResult execute(TransactWriteItemsRequest transaction) {
        try {
            return new Applied(writeUnits(dynamoDb.transactWriteItems(transaction)));
        } catch (TransactionCanceledException e) {
            return classify(e);
        } catch (SdkException e) {
            return DynamoDbErrors.isRetryable(e) ? new Retryable(e) : new Refused(OptionalInt.empty(), e);
        }
    }

    private static double writeUnits(TransactWriteItemsResponse response) {
        return response.consumedCapacity().stream()
                .map(ConsumedCapacity::capacityUnits)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static CommitResult classify(TransactionCanceledException e) {
        List<CancellationReason> reasons = e.cancellationReasons();
        if (reasons.size() > TransactionBuilder.CHECKPOINT_INDEX) {
            CancellationReason ofCheckpoint = reasons.get(TransactionBuilder.CHECKPOINT_INDEX);
            if (CONDITION_FAILED.equals(ofCheckpoint.code()) && ofCheckpoint.hasItem()) {
                return new AlreadyAppliedUpTo(CheckpointItems.read(ofCheckpoint.item()));
            }
        }
        List<String> codes = reasons.stream().map(CancellationReason::code).toList();
        if (!updates(codes, CONDITION_FAILED::equals).isEmpty()) {
            // Besides the checkpoint, only viewers have conditions.
            return new ViewersChanged(e);
        }
        return codes.stream().noneMatch(TransactionExecutor::isRefused)
                ? new Retryable(
                        codes.contains(CONFLICT),
                        updates(codes, TransactionExecutor::isBlocked),
                        updates(codes, THROTTLED::contains),
                        e)
                : new Refused(
                        updates(codes, TransactionExecutor::isRefused).stream()
                                .mapToInt(Integer::intValue)
                                .findFirst(),
                        e);
    }

    private static boolean isBlocked(String code) {
        return CONFLICT.equals(code) || THROTTLED.contains(code);
    }

    private static boolean isRefused(String code) {
        return !"None".equals(code) && !isBlocked(code);
    }

    /** The indexes of the updates of the plan whose code is one of these. */
    private static List<Integer> updates(List<String> codes, Predicate<String> wanted) {
        return IntStream.range(TransactionBuilder.CHECKPOINT_INDEX + 1, codes.size())
                .filter(i -> wanted.test(codes.get(i)))
                .mapToObj(i -> i - TransactionBuilder.CHECKPOINT_INDEX - 1)
                .toList();
    }
}
