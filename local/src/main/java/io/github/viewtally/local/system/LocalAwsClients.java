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

/** Clients for a DynamoDB endpoint. DynamoDB Local takes any credentials, so where there are none, made-up ones serve. */
final class LocalAwsClients {

    private static final AwsCredentialsProvider MADE_UP =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private static final Duration SET_UP_TIME = Duration.ofSeconds(30);
    private static final Duration STREAM_CALL_TIME = Duration.ofSeconds(10);

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final Region region;

    LocalAwsClients(URI endpoint, String region, boolean ownDatabase) {
        this.endpoint = endpoint;
        this.region = Region.of(region);
        this.credentials = ownDatabase
                ? MADE_UP
                : AwsCredentialsProviderChain.of(
                        DefaultCredentialsProvider.builder().build(), MADE_UP);
    }

    <B extends AwsClientBuilder<B, C>, C> B configure(B builder) {
        return builder.endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .region(region);
    }

    /**
     * As the functions have it on Lambda.
     *
     * @param interceptors see every call
     */
    DynamoDbClient aggregatorClient(ExecutionInterceptor... interceptors) {
        return configure(DynamoDbClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(LambdaEnvironment.clientConfiguration().toBuilder()
                        .executionInterceptors(List.of(interceptors))
                        .build())
                .build();
    }

    /** Patient: the first call may come when the database has only just begun to start. */
    DynamoDbClient setUpClient() {
        return configure(DynamoDbClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(override -> override.apiCallTimeout(SET_UP_TIME))
                .build();
    }

    DynamoDbStreamsClient streamsClient() {
        return configure(DynamoDbStreamsClient.builder())
                .httpClientBuilder(noProxy())
                .overrideConfiguration(override -> override.apiCallTimeout(STREAM_CALL_TIME))
                .build();
    }

    /** The database is on this machine or next to it: a proxy for the way out would not find it. */
    private static UrlConnectionHttpClient.Builder noProxy() {
        return UrlConnectionHttpClient.builder()
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false)
                        .build());
    }
}
