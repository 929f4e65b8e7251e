package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.SummaryItems;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The table of the template in its own database. All tests of a JVM share one DynamoDB Local process without
 * {@code -sharedDb}, in which each region has its own database. The process ends with the JVM.
 */
public final class TestTable implements AutoCloseable {

    public static final String NAME = "video-stats";

    /** The access key and the secret of all clients. The build sets them as system properties, too. */
    private static final String ANY_KEY = "any";

    private static final AtomicInteger TABLES = new AtomicInteger();

    private static DynamoDbLocal process;

    private final Region region = Region.of("test-" + TABLES.incrementAndGet());
    private final DynamoDbClient client;
    private final String streamArn;

    public TestTable() {
        client = newClient(process().endpoint());
        streamArn = StackTable.ensure(client, StackTemplate.load(Map.of()).table(), NAME);
    }

    private static synchronized DynamoDbLocal process() {
        if (process == null) {
            process = DynamoDbLocal.start(new DynamoDbLocal.Options(0, Optional.empty(), false))
                    .awaitReady();
            Runtime.getRuntime().addShutdownHook(new Thread(process::close));
        }
        return process;
    }

    public DynamoDbClient client() {
        return client;
    }

    /** The address of DynamoDB Local. */
    public URI endpoint() {
        return process().endpoint();
    }

    /** The settings of a local system that uses this table. */
    public Map<String, String> systemSettings() {
        return Map.of("DYNAMODB_ENDPOINT", endpoint().toString(), "AWS_REGION", region.id());
    }

    /** The settings of a process whose AWS clients use this table. */
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "AWS_REGION",
                region.id(),
                "AWS_ACCESS_KEY_ID",
                ANY_KEY,
                "AWS_SECRET_ACCESS_KEY",
                ANY_KEY,
                "AWS_ENDPOINT_URL_DYNAMODB",
                endpoint().toString());
    }

    public String streamArn() {
        return streamArn;
    }

    /** Creates another client of this table, for example through a proxy. */
    public DynamoDbClient newClient(URI endpoint) {
        return newClientBuilder(endpoint).build();
    }

    public DynamoDbClient newClient(URI endpoint, ExecutionInterceptor interceptor) {
        return newClientBuilder(endpoint)
                .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor))
                .build();
    }

    private DynamoDbClientBuilder newClientBuilder(URI endpoint) {
        return clientBuilder(endpoint, region);
    }

    /** Creates a client of a database that all access keys and regions share. */
    public static DynamoDbClient newSharedClient(URI endpoint) {
        return clientBuilder(endpoint, Region.US_EAST_1)
                .credentialsProvider(credentials("someoneElse"))
                .build();
    }

    private static StaticCredentialsProvider credentials(String accessKey) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, ANY_KEY));
    }

    private static DynamoDbClientBuilder clientBuilder(URI endpoint, Region region) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(credentials(ANY_KEY))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    /** Creates a client without retries and with a timeout, like that of the functions. */
    public DynamoDbClient newClientWithoutRetries(URI endpoint, Duration callTimeout) {
        return newClientBuilder(endpoint)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(callTimeout))
                .build();
    }

    /** Creates a client that pauses for 100 ms at most before a retry, for tests with many faults. */
    public DynamoDbClient newClientWithShortPauses(URI endpoint) {
        BackoffStrategy pauses = BackoffStrategy.exponentialDelay(Duration.ofMillis(5), Duration.ofMillis(100));
        return newClientBuilder(endpoint)
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(9)
                                .backoffStrategy(pauses)
                                .throttlingBackoffStrategy(pauses)
                                .circuitBreakerEnabled(false)
                                .build()))
                .build();
    }

    public DynamoDbStreamsClient newStreamsClient() {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint())
                .region(region)
                .credentialsProvider(credentials(ANY_KEY))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(NAME).item(item));
    }

    /** Reads an item; empty if it does not exist. */
    public Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return client.getItem(request -> request.tableName(NAME).key(key).consistentRead(true))
                .item();
    }

    /** Reads the counts of a summary, without its viewers; zeros if it does not exist. */
    public Counts counts(SummaryKey key) {
        return allCounts(key).withoutViewers();
    }

    /** Reads the number of viewers of a video or of videos of a user; zero if there is no summary. */
    public long viewers(SummaryKey key) {
        return allCounts(key).viewers();
    }

    private Counts allCounts(SummaryKey key) {
        return SummaryItems.toSummary(key.kind(), Attributes.of(get(SummaryItems.key(key))))
                .map(summary -> summary.totals().toCounts())
                .orElse(Counts.ZERO);
    }

    public List<Map<String, AttributeValue>> allItems() {
        return client.scanPaginator(request -> request.tableName(NAME).consistentRead(true)).items().stream()
                .toList();
    }

    @Override
    public void close() {
        client.deleteTable(request -> request.tableName(NAME));
        client.close();
    }
}
