package io.github.viewtally.aggregators;

import io.github.viewtally.aggregators.exactlyonce.EventCounter;
import io.github.viewtally.aggregators.exactlyonce.ExactlyOnceAggregator;
import io.github.viewtally.aggregators.metrics.EmbeddedMetrics;
import java.time.InstantSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a function takes from its surroundings, and how it is to be connected. */
public final class LambdaEnvironment {

    private LambdaEnvironment() {}

    static String tableName() {
        String name = System.getenv("TABLE_NAME");
        if (name == null || name.isBlank()) {
            throw new IllegalStateException("the environment variable TABLE_NAME is not set");
        }
        return name;
    }

    /** Region, credentials and endpoint as the SDK finds them; the smallest HTTP client, for a short cold start. */
    static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(retryingByItself().toBuilder()
                        .addExecutionInterceptor(new ConsumedCapacityInterceptor())
                        .build())
                .build();
    }

    /** A line of standard output for each invocation, which Lambda takes to CloudWatch. */
    static EmbeddedMetrics metrics(EventCounter counter) {
        return new EmbeddedMetrics(counter.aggregatorName(), System.out, InstantSource.system());
    }

    /** Settings of a client for an aggregator, which retries by itself: only it knows what a repeat means. */
    public static ClientOverrideConfiguration retryingByItself() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .apiCallTimeout(ExactlyOnceAggregator.CALL_TIMEOUT)
                .build();
    }
}
