package io.github.viewtally.api.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients that the API reads and writes the table with. They are to be built once, off the event loop.
 *
 * @param forReads tries again by itself
 * @param forWrites does not: what becomes of each item, and when, is for the write queue to say
 * @param connections of the reads
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
     * Reads over the SDK's CRT client, of its asynchronous ones the cheapest; writes over the event loops' own connections.
     *
     * @param vertx on one of whose event loops all writes are made
     * @param endpoint of a DynamoDB that is not AWS's, which no proxy leads to
     * @param registry of the metrics of its calls
     * @param configuration region and credentials, if not as the SDK finds them
     */
    public static DynamoDbClients open(
            Vertx vertx,
            Optional<URI> endpoint,
            MeterRegistry registry,
            UnaryOperator<DynamoDbAsyncClientBuilder> configuration) {
        AwsCrtAsyncHttpClient.Builder http =
                AwsCrtAsyncHttpClient.builder().maxConcurrency(CONNECTIONS).connectionTimeout(Duration.ofSeconds(1));
        endpoint.ifPresent(uri -> http.proxyConfiguration(
                proxy -> proxy.useSystemPropertyValues(false).useEnvironmentVariableValues(false)));
        SdkAsyncHttpClient connections = http.build();
        DynamoDbMetrics metrics = new DynamoDbMetrics(registry);
        DynamoDbAsyncClient reads = builder(connections, endpoint, configuration)
                .overrideConfiguration(override -> override.apiCallTimeout(CALL)
                        .retryStrategy(RetryMode.STANDARD)
                        .addExecutionInterceptor(metrics))
                .build();
        BatchWriteClient writes =
                new BatchWriteClient(vertx, reads.serviceClientConfiguration(), metrics, CALL.toMillis());
        return new DynamoDbClients(reads, writes, connections);
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
