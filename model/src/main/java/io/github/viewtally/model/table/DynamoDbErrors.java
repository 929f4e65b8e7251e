package io.github.viewtally.model.table;

import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Classifies failed requests to DynamoDB. */
public final class DynamoDbErrors {

    private static final int SERVER_ERROR = 500;

    private DynamoDbErrors() {}

    /**
     * Returns whether the same request may succeed later: DynamoDB did not answer, had an internal error, throttled the
     * request, saw a wrong clock, still runs the same transaction, or runs another transaction with an item of the request.
     * Every other error response is final.
     */
    public static boolean isRetryable(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof SdkServiceException error) {
            return error.statusCode() >= SERVER_ERROR
                    || error.isThrottlingException()
                    || error.isClockSkewException()
                    || error instanceof TransactionInProgressException
                    || hasCode(error, "TransactionConflictException");
        }
        return cause instanceof SdkClientException;
    }

    /** Returns whether DynamoDB refused a request because a partition, an index or the table has had too many. */
    public static boolean isThrottling(Throwable failure) {
        return unwrap(failure) instanceof SdkServiceException error && error.isThrottlingException();
    }

    /** Returns whether DynamoDB refused a request as invalid, which a single item of a batch can cause. */
    public static boolean isValidationError(Throwable failure) {
        return hasCode(unwrap(failure), "ValidationException");
    }

    private static boolean hasCode(Throwable failure, String code) {
        return failure instanceof AwsServiceException error
                && error.awsErrorDetails() != null
                && code.equals(error.awsErrorDetails().errorCode());
    }

    /** Returns the failure itself: the futures of the SDK wrap most failures, but not all. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
