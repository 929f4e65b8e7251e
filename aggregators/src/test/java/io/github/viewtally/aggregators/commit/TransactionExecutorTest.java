package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.commit.CommitResult.AlreadyAppliedUpTo;
import io.github.viewtally.aggregators.commit.CommitResult.Applied;
import io.github.viewtally.aggregators.commit.CommitResult.Refused;
import io.github.viewtally.aggregators.commit.CommitResult.Retryable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

class TransactionExecutorTest {

    private static final String PADDING = "0".repeat(39);

    @Test
    void reportsTheWriteUnitsOfAnAppliedTransaction() {
        TransactWriteItemsResponse response = TransactWriteItemsResponse.builder()
                .consumedCapacity(
                        ConsumedCapacity.builder().capacityUnits(4.5).build(),
                        ConsumedCapacity.builder().build())
                .build();
        assertThat(new TransactionExecutor(new StubClient(response, null)).execute(request()))
                .isEqualTo(new Applied(4.5));
    }

    @Test
    void reportsTheCheckpointThatForbidsTheTransaction() {
        CancellationReason reason = CancellationReason.builder()
                .code("ConditionalCheckFailed")
                .item(Map.of(
                        "sequenceNumber", AttributeValue.fromS(PADDING + "3"),
                        "leadThrough", AttributeValue.fromS(PADDING + "9"),
                        "leadUpTo", AttributeValue.fromS("VIDEO#5/SUMMARY")))
                .build();
        assertThat(failing(TransactionCanceledException.builder()
                        .cancellationReasons(reason, reason("None"))
                        .build()))
                .isEqualTo(new AlreadyAppliedUpTo(new Checkpoint(
                        SequenceNumber.parse("3"),
                        Optional.of(new PartialCheckpoint(SequenceNumber.parse("9"), "VIDEO#5/SUMMARY", "")))));
    }

    @ParameterizedTest
    @CsvSource({
        "TransactionConflict, true",
        "ThrottlingError, false",
        "ProvisionedThroughputExceeded, false",
    })
    void retriesATransientCancellation(String code, boolean isConflict) {
        TransactionCanceledException cause = cancelled("None", code, "None");
        List<Integer> first = List.of(0);
        assertThat(failing(cause)).isEqualTo(new Retryable(isConflict, first, isConflict ? List.of() : first, cause));
    }

    @Test
    void namesTheUpdatesThatWereInConflictOrThrottledButNotTheCheckpoint() {
        TransactionCanceledException cause =
                cancelled("TransactionConflict", "None", "ThrottlingError", "TransactionConflict");
        assertThat(failing(cause)).isEqualTo(new Retryable(true, List.of(1, 2), List.of(1), cause));
    }

    @Test
    void reportsTheFirstRefusedUpdate() {
        TransactionCanceledException cause = cancelled("None", "TransactionConflict", "None", "ValidationError");
        assertThat(failing(cause)).isEqualTo(new Refused(OptionalInt.of(2), cause));
    }

    @Test
    void refusesAConditionFailureThatDoesNotReturnTheCheckpoint() {
        TransactionCanceledException cause = cancelled("ConditionalCheckFailed", "None");
        assertThat(failing(cause)).isEqualTo(new Refused(OptionalInt.empty(), cause));
    }

    @Test
    void retriesWhenTheOutcomeIsUnknown() {
        SdkException lost = SdkClientException.create("the response was lost");
        SdkException inProgress = TransactionInProgressException.builder().build();
        assertThat(failing(lost)).isEqualTo(new Retryable(lost));
        assertThat(failing(inProgress)).isEqualTo(new Retryable(inProgress));
    }

    @Test
    void retriesAServerErrorAndAThrottlingButNotAnInvalidRequest() {
        SdkException serverError = error(500, "InternalServerError");
        SdkException throttling = error(400, "ThrottlingException");
        SdkException invalid = error(400, "ValidationException");
        assertThat(failing(serverError)).isEqualTo(new Retryable(serverError));
        assertThat(failing(throttling)).isEqualTo(new Retryable(throttling));
        assertThat(failing(invalid)).isEqualTo(new Refused(OptionalInt.empty(), invalid));
    }

    private static CommitResult failing(SdkException e) {
        return new TransactionExecutor(new StubClient(null, e)).execute(request());
    }

    private static TransactWriteItemsRequest request() {
        return TransactWriteItemsRequest.builder().build();
    }

    private static SdkException error(int status, String code) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Arrays.stream(codes)
                        .map(TransactionExecutorTest::reason)
                        .toList())
                .build();
    }

    private static CancellationReason reason(String code) {
        return CancellationReason.builder().code(code).build();
    }

    private record StubClient(TransactWriteItemsResponse response, SdkException failure) implements DynamoDbClient {

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            if (failure != null) {
                throw failure;
            }
            return response;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // Holds no resource.
        }
    }
}
