package io.github.viewtally.api;

import io.github.viewtally.api.metrics.DynamoDbMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients that the API reads and writes the table with, over the same connections. They are to be built once, off the
 * event loop.
 *
 * @param forReads tries again by itself
 * @param forWrites does not: what becomes of each item, and when, is for the write queue to say
 */
public record DynamoDbClients(DynamoDbAsyncClient forReads, DynamoDbAsyncClient forWrites, SdkAutoCloseable connections)
        implements AutoCloseable {

    /**
     * After this long, retries included, the caller is told that it failed. One attempt has no shorter limit of its own:
     * an attempt that is given up while DynamoDB still works at it may take effect after a later write to the same key.
     */
    private static final Duration CALL = Duration.ofSeconds(5);

    private static final int CONNECTIONS = 128;

    /**
     * Over the CRT client: of the asynchronous ones, the cheapest.
     *
     * @param endpoint of a DynamoDB that is not AWS's, which no proxy leads to
     * @param registry of the metrics of its calls
     * @param configuration region and credentials, if not as the SDK finds them
     */
    public static DynamoDbClients open(
            Optional<URI> endpoint, MeterRegistry registry, UnaryOperator<DynamoDbAsyncClientBuilder> configuration) {
        AwsCrtAsyncHttpClient.Builder http =
                AwsCrtAsyncHttpClient.builder().maxConcurrency(CONNECTIONS).connectionTimeout(Duration.ofSeconds(1));
        endpoint.ifPresent(uri -> http.proxyConfiguration(
                proxy -> proxy.useSystemPropertyValues(false).useEnvironmentVariableValues(false)));
        SdkAsyncHttpClient connections = http.build();
        DynamoDbMetrics metrics = new DynamoDbMetrics(registry);
        DynamoDbAsyncClientBuilder reads = builder(connections, endpoint, configuration);
        DynamoDbAsyncClientBuilder writes = builder(connections, endpoint, configuration);
        return new DynamoDbClients(
                reads.overrideConfiguration(override -> override.apiCallTimeout(CALL)
                                .retryStrategy(RetryMode.STANDARD)
                                .addExecutionInterceptor(metrics))
                        .build(),
                writes.overrideConfiguration(override -> override.apiCallTimeout(CALL)
                                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                                .addExecutionInterceptor(metrics))
                        .build(),
                connections);
    }

    private static DynamoDbAsyncClientBuilder builder(
            SdkAsyncHttpClient connections,
            Optional<URI> endpoint,
            UnaryOperator<DynamoDbAsyncClientBuilder> configuration) {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder().httpClient(connections);
        endpoint.ifPresent(builder::endpointOverride);
        return configuration.apply(builder);
    }

    /** One that reads and writes, and stays the caller's to close. */
    public static DynamoDbClients of(DynamoDbAsyncClient client) {
        return new DynamoDbClients(client, client, () -> {});
    }

    @Override
    public void close() {
        forReads.close();
        forWrites.close();
        connections.close();
    }
}
