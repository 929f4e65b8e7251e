package io.github.viewtally.aggregators.lambda;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.commit.BatchCommitter;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The settings of a function and of its DynamoDB client. */
public final class LambdaEnvironment {

    private LambdaEnvironment() {}

    /** The value of the environment variable {@code TABLE_NAME}. */
    public static String tableName() {
        String name = System.getenv("TABLE_NAME");
        if (name == null || name.isBlank()) {
            throw new IllegalStateException("the environment variable TABLE_NAME is not set");
        }
        return name;
    }

    /** The settings of counting in this environment. */
    public static CountingSettings counting() {
        return CountingSettings.of(System.getenv());
    }

    /** A client with the SDK's default region, credentials and endpoint. Its small HTTP client shortens the cold start. */
    static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(clientConfiguration().toBuilder()
                        .addExecutionInterceptor(new ConsumedCapacityInterceptor())
                        .build())
                .build();
    }

    /** The value of the environment variable {@code READ_UNITS}, the read units per second of an audit. */
    public static double readUnits() {
        return Double.parseDouble(System.getenv("READ_UNITS"));
    }

    /** A client with the SDK's retries: an audit may repeat every call. */
    public static DynamoDbClient auditClient() {
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** A client for the stream, with the SDK's retries. */
    public static DynamoDbStreamsClient streamsClient() {
        return DynamoDbStreamsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** The timeout and retries of an aggregator's client. The SDK must not retry: only the aggregator does, safely. */
    public static ClientOverrideConfiguration clientConfiguration() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .apiCallTimeout(BatchCommitter.CALL_TIMEOUT)
                .build();
    }

    /**
     * Requests the consumed capacity of each transaction. Only functions on Lambda do so: it costs nothing there, but slows
     * down DynamoDB Local, whose figures differ from those of AWS.
     */
    private static final class ConsumedCapacityInterceptor implements ExecutionInterceptor {

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof TransactWriteItemsRequest transaction
                    ? transaction.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .build()
                    : context.request();
        }
    }
}
