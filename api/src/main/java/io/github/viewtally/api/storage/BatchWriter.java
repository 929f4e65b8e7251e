package io.github.viewtally.api.storage;

import io.github.viewtally.api.http.ProblemHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** One call that writes up to 25 items, and what its failure means for them. */
final class BatchWriter {

    /** Most items of a BatchWriteItem (Amazon DynamoDB API reference, "BatchWriteItem"). */
    static final int MOST_ITEMS = 25;

    private static final int SERVER_FAULT = 500;

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;

    /** Over a client that does not try again by itself. */
    BatchWriter(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.context = context;
    }

    /** Writes items of different keys; answers with the keys of those that DynamoDB left unprocessed. */
    Future<Set<ItemWrite.Key>> write(List<WriteRequest> requests) {
        return Future.fromCompletionStage(
                        dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(tableName, requests))), context)
                .map(this::unprocessed);
    }

    private Set<ItemWrite.Key> unprocessed(BatchWriteItemResponse response) {
        if (!response.hasUnprocessedItems() || response.unprocessedItems().isEmpty()) {
            return Set.of();
        }
        return response.unprocessedItems().getOrDefault(tableName, List.of()).stream()
                .map(request -> ItemWrite.of(request).key())
                .collect(Collectors.toSet());
    }

    /** Whether the same call may succeed later: not if DynamoDB has understood and refused it. */
    static boolean mayPass(Throwable failure) {
        Throwable cause = ProblemHandler.causeOf(failure);
        if (cause instanceof SdkServiceException answer) {
            return answer.statusCode() >= SERVER_FAULT
                    || answer.isThrottlingException()
                    || answer.isClockSkewException();
        }
        return cause instanceof SdkClientException;
    }

    /** Whether one item may have spoilt the call for the others. */
    static boolean isOfOneItem(Throwable failure) {
        return ProblemHandler.causeOf(failure) instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && "ValidationException".equals(answer.awsErrorDetails().errorCode());
    }
}
