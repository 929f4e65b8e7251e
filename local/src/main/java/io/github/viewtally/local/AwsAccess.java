package io.github.viewtally.local;

import io.github.viewtally.aggregators.exactlyonce.ExactlyOnceAggregator;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Clients for a DynamoDB endpoint. DynamoDB Local takes any credentials, so where there are none, made-up ones serve. */
final class AwsAccess {

    private static final AwsCredentialsProvider MADE_UP =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final Region region;

    AwsAccess(URI endpoint, String region, boolean ownDatabase) {
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

    /** As the functions have it on Lambda: they retry by themselves. */
    DynamoDbClient aggregatorClient() {
        return configure(DynamoDbClient.builder())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(ExactlyOnceAggregator.CALL_TIMEOUT))
                .build();
    }

    DynamoDbStreamsClient streamsClient() {
        return configure(DynamoDbStreamsClient.builder())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofSeconds(10)))
                .build();
    }
}
