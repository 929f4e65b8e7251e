package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

class DynamoDbErrorsTest {

    @ParameterizedTest
    @MethodSource
    void retriesErrorsThatMayPass(Throwable failure) {
        assertThat(DynamoDbErrors.isRetryable(failure)).isTrue();
        assertThat(DynamoDbErrors.isRetryable(new CompletionException(failure))).isTrue();
    }

    static Stream<Throwable> retriesErrorsThatMayPass() {
        return Stream.of(
                SdkClientException.create("connection reset"),
                ApiCallTimeoutException.create(5_000),
                error(500, "InternalServerError"),
                error(503, "ServiceUnavailable"),
                error(400, "ThrottlingException"),
                error(400, "RequestExpired"),
                ProvisionedThroughputExceededException.builder()
                        .statusCode(400)
                        .awsErrorDetails(details("ProvisionedThroughputExceededException"))
                        .build(),
                TransactionInProgressException.builder().statusCode(400).build(),
                TransactionConflictException.builder()
                        .statusCode(400)
                        .awsErrorDetails(details("TransactionConflictException"))
                        .build(),
                error(400, "TransactionConflictException"));
    }

    @ParameterizedTest
    @MethodSource
    void doesNotRetryErrorsThatAreFinal(Throwable failure) {
        assertThat(DynamoDbErrors.isRetryable(failure)).isFalse();
        assertThat(DynamoDbErrors.isRetryable(new CompletionException(failure))).isFalse();
    }

    static Stream<Throwable> doesNotRetryErrorsThatAreFinal() {
        return Stream.of(
                error(400, "ValidationException"),
                error(400, "AccessDeniedException"),
                ResourceNotFoundException.builder().statusCode(400).build(),
                new IllegalStateException("a defect"));
    }

    @Test
    void recognizesValidationErrors() {
        assertThat(DynamoDbErrors.isValidationError(new CompletionException(error(400, "ValidationException"))))
                .isTrue();
        assertThat(DynamoDbErrors.isValidationError(error(400, "AccessDeniedException")))
                .isFalse();
        assertThat(DynamoDbErrors.isValidationError(SdkClientException.create("connection reset")))
                .isFalse();
    }

    private static Throwable error(int status, String code) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(details(code))
                .build();
    }

    private static AwsErrorDetails details(String code) {
        return AwsErrorDetails.builder().errorCode(code).build();
    }
}
