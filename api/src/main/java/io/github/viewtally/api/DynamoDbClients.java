package io.github.viewtally.api;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/** The client that the API reads and writes the table with. It is to be built once, off the event loop. */
public final class DynamoDbClients {

    /**
     * After this long, retries included, the caller is told that it failed. One attempt has no shorter limit of its own:
     * an attempt that is given up while DynamoDB still works at it may take effect after a later write to the same key.
     */
    private static final Duration CALL = Duration.ofSeconds(5);

    private static final int CONNECTIONS = 128;

    private DynamoDbClients() {}

    /**
     * Region and credentials as the SDK finds them, over the CRT client: of the asynchronous ones, the cheapest.
     *
     * @param endpoint of a DynamoDB that is not AWS's, which no proxy leads to
     */
    public static DynamoDbAsyncClientBuilder builder(Optional<URI> endpoint) {
        AwsCrtAsyncHttpClient.Builder http =
                AwsCrtAsyncHttpClient.builder().maxConcurrency(CONNECTIONS).connectionTimeout(Duration.ofSeconds(1));
        endpoint.ifPresent(uri -> http.proxyConfiguration(
                proxy -> proxy.useSystemPropertyValues(false).useEnvironmentVariableValues(false)));
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .httpClientBuilder(http)
                .overrideConfiguration(override -> override.apiCallTimeout(CALL));
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }
}
