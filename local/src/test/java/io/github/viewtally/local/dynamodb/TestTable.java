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
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The table of the template in a database of its own: without {@code -sharedDb}, each access key is one. All tests of a
 * JVM share the process, which ends with the JVM.
 */
public final class TestTable implements AutoCloseable {

    public static final String NAME = "video-stats";

    private static DynamoDbLocal process;

    private final String accessKey =
            UUID.randomUUID().toString().replace("-", "").substring(0, 20);
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

    public URI endpoint() {
        return process().endpoint();
    }

    public String accessKey() {
        return accessKey;
    }

    /** The settings of a process whose AWS clients use this table. */
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "AWS_REGION",
                Region.EU_CENTRAL_1.id(),
                "AWS_ACCESS_KEY_ID",
                accessKey,
                "AWS_SECRET_ACCESS_KEY",
                "any",
                "AWS_ENDPOINT_URL_DYNAMODB",
                endpoint().toString());
    }

    public String streamArn() {
        return streamArn;
    }

    /** Another client of this table, over any endpoint that leads to it. */
    public DynamoDbClient newClient(URI endpoint) {
        return newClientBuilder(endpoint).build();
    }

    /** Another client whose calls an interceptor sees. */
    public DynamoDbClient newClient(URI endpoint, ExecutionInterceptor interceptor) {
        return newClientBuilder(endpoint)
                .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor))
                .build();
    }

    private DynamoDbClientBuilder newClientBuilder(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    /** A client as the functions have it: no retries of its own, and a call is given up after a while. */
    public DynamoDbClient newImpatientClient(URI endpoint, Duration callTimeout) {
        return newClientBuilder(endpoint)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(callTimeout))
                .build();
    }

    public DynamoDbStreamsClient newStreamsClient() {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(NAME).item(item));
    }

    public Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return client.getItem(request -> request.tableName(NAME).key(key).consistentRead(true))
                .item();
    }

    /** The counts as they stand in the table; zeros if there is no summary. */
    public Counts counts(SummaryKey subject) {
        return SummaryItems.toSummary(subject.kind(), Attributes.of(get(SummaryItems.key(subject))))
                .map(summary -> summary.totals().toCounts())
                .orElse(Counts.ZERO);
    }

    /** Every item of the table. */
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
