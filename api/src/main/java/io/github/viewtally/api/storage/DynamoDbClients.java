package io.github.viewtally.api.storage;

import io.github.viewtally.api.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.ProxyConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients through which the API reads and writes the table. Open them once, off the event loop.
 *
 * @param forReads retries by itself; also for a conditional delete, which may be repeated
 * @param forWrites does not retry: the write queue decides what is sent again, and when
 * @param connections of the SDK's clients
 */
public record DynamoDbClients(DynamoDbAsyncClient forReads, BatchWriter forWrites, SdkAutoCloseable connections)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbClients.class);

    /**
     * The longest time of a request, retries included. A single attempt has no shorter limit: DynamoDB may still apply an
     * attempt that has timed out, after a later write to the same key.
     */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_CONNECTIONS = 128;

    /**
     * Opens the clients. Reads use the SDK with its CRT client, the cheapest of its asynchronous ones. Writes use the event
     * loop's own connections, or the SDK if FIPS endpoints, dual-stack endpoints or a proxy are configured.
     *
     * @param vertx on one of whose event loops all writes are made
     * @param endpoint of a DynamoDB outside AWS, which is reached without a proxy
     * @param registry for the metrics of the requests
     * @param tracing for the spans of the requests
     * @param configuration sets the region and credentials if the SDK's defaults are not wanted
     */
    public static DynamoDbClients open(
            Vertx vertx,
            String tableName,
            Optional<URI> endpoint,
            MeterRegistry registry,
            Tracing tracing,
            UnaryOperator<DynamoDbAsyncClientBuilder> configuration) {
        AwsCrtAsyncHttpClient.Builder http = AwsCrtAsyncHttpClient.builder()
                .maxConcurrency(MAX_CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(1));
        endpoint.ifPresent(uri -> http.proxyConfiguration(
                proxy -> proxy.useSystemPropertyValues(false).useEnvironmentVariableValues(false)));
        SdkAsyncHttpClient connections = http.build();
        DynamoDbMetrics metrics = new DynamoDbMetrics(registry);
        DynamoDbSpans spans = new DynamoDbSpans(tracing, tableName);
        List<ExecutionInterceptor> ofReads = tracing.isOn() ? List.of(metrics, spans) : List.of(metrics);
        DynamoDbAsyncClient reads = builder(connections, endpoint, configuration)
                .overrideConfiguration(override -> common(override, ofReads).retryStrategy(RetryMode.STANDARD))
                .build();
        BatchWriter writes;
        if (isSdkNeeded(endpoint)) {
            LOG.info("writing through the SDK's client, because FIPS, dual-stack or a proxy is configured");
            DynamoDbAsyncClient client = builder(connections, endpoint, configuration)
                    .overrideConfiguration(override ->
                            common(override, List.of(metrics)).retryStrategy(DefaultRetryStrategy.doNotRetry()))
                    .build();
            writes = new SdkBatchWriter(vertx, client, tableName);
        } else {
            writes = new EventLoopBatchWriter(
                    vertx, reads.serviceClientConfiguration(), tableName, metrics, CALL_TIMEOUT.toMillis());
        }
        return new DynamoDbClients(reads, tracing.isOn() ? spans.around(writes) : writes, connections);
    }

    private static DynamoDbAsyncClientBuilder builder(
            SdkAsyncHttpClient connections,
            Optional<URI> endpoint,
            UnaryOperator<DynamoDbAsyncClientBuilder> configuration) {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder().httpClient(connections);
        endpoint.ifPresent(builder::endpointOverride);
        return configuration.apply(builder);
    }

    private static ClientOverrideConfiguration.Builder common(
            ClientOverrideConfiguration.Builder override, List<ExecutionInterceptor> interceptors) {
        return override.apiCallTimeout(CALL_TIMEOUT).executionInterceptors(interceptors);
    }

    /** Returns whether the SDK is configured for a network path that {@link EventLoopBatchWriter} does not know. */
    private static boolean isSdkNeeded(Optional<URI> endpoint) {
        return FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false)
                || DualstackEnabledProvider.builder()
                        .build()
                        .isDualstackEnabled()
                        .orElse(false)
                || endpoint.isEmpty() && Stream.of("http", "https").anyMatch(DynamoDbClients::hasProxy);
    }

    private static boolean hasProxy(String scheme) {
        return ProxyConfiguration.builder().scheme(scheme).build().host() != null;
    }

    @Override
    public void close() {
        forReads.close();
        forWrites.close();
        connections.close();
    }
}
