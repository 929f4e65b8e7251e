package io.github.viewtally.local.system;

import io.github.viewtally.aggregators.lambda.LambdaEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Creates the AWS clients for a DynamoDB endpoint. DynamoDB Local accepts any credentials, so these have a fallback. */
final class LocalAwsClients {

    private static final AwsCredentialsProvider PLACEHOLDER =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private static final Duration SETUP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STREAM_CALL_TIMEOUT = Duration.ofSeconds(10);

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final Region region;

    /**
     * Creates clients for an endpoint.
     *
     * @param ownDatabase whether this program has started the database, so that no real credentials are needed
     */
    LocalAwsClients(URI endpoint, String region, boolean ownDatabase) {
        this.endpoint = endpoint;
        this.region = Region.of(region);
        this.credentials = ownDatabase
                ? PLACEHOLDER
                : AwsCredentialsProviderChain.of(
                        DefaultCredentialsProvider.builder().build(), PLACEHOLDER);
    }

    /** Sets the endpoint, the credentials and the region of a client. */
    <B extends AwsClientBuilder<B, C>, C> B configure(B builder) {
        return builder.endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .region(region);
    }

    /**
     * Creates a client with the settings that the functions have on Lambda.
     *
     * @param interceptors are called for every request
     */
    DynamoDbClient aggregatorClient(ExecutionInterceptor... interceptors) {
        return configure(DynamoDbClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(LambdaEnvironment.clientConfiguration().toBuilder()
                        .executionInterceptors(List.of(interceptors))
                        .build())
                .build();
    }

    /** Creates a client with a long timeout: the database may still be starting. */
    DynamoDbClient setupClient() {
        return configure(DynamoDbClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(override -> override.apiCallTimeout(SETUP_TIMEOUT))
                .build();
    }

    DynamoDbStreamsClient streamsClient() {
        return configure(DynamoDbStreamsClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(override -> override.apiCallTimeout(STREAM_CALL_TIMEOUT))
                .build();
    }

    /** Ignores the proxy settings of the machine: the database is on this machine or close to it. */
    private static UrlConnectionHttpClient.Builder noProxy() {
        return UrlConnectionHttpClient.builder()
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false)
                        .build());
    }
}
