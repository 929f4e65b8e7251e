package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SummaryItems;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/**
 * Deploys the data stack to an emulator: the one at {@code AWS_ENDPOINT_URL}, or LocalStack if there is Docker. It does not
 * work on AWS, because it sends test credentials.
 */
class DataStackOnEmulatorIT {

    private static final String IMAGE = "localstack/localstack:4";

    private static Optional<LocalStackContainer> localStack = Optional.empty();
    private static DataStackDeployment deployment;
    private static DynamoDbClient dynamoDb;

    @BeforeAll
    static void deploy() throws Exception {
        AwsEndpoint endpoint = new AwsEndpoint(endpoint());
        deployment = new DataStackDeployment(endpoint);
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.of(AwsEndpoint.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        deployment.deploy(Path.of(System.getProperty("viewtally.package")));
    }

    private static URI endpoint() {
        String given = System.getenv("AWS_ENDPOINT_URL");
        if (given != null && !given.isBlank()) {
            return URI.create(given);
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            String reason = "the data stack was not deployed: AWS_ENDPOINT_URL is not set, and there is no Docker";
            System.out.println(reason);
            abort(reason);
        }
        LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE));
        container.start();
        localStack = Optional.of(container);
        return container.getEndpoint();
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
            dynamoDb.close();
        }
        localStack.ifPresent(LocalStackContainer::stop);
    }

    @Test
    void createsTheTableOfTheTemplate() {
        TableDescription table = table();
        assertThat(keys(table.keySchema())).isEqualTo("PK HASH, SK RANGE");
        assertThat(table.attributeDefinitions())
                .extracting(attribute -> attribute.attributeName() + " " + attribute.attributeTypeAsString())
                .containsExactlyInAnyOrder(
                        "PK S", "SK S", "GSI1PK S", "GSI1SK S", "GSI2PK S", "GSI2SK S", "GSI3PK S", "GSI3SK S");
        assertThat(table.globalSecondaryIndexes())
                .extracting(index -> index.indexName() + ": " + keys(index.keySchema()) + ", "
                        + index.projection().projectionTypeAsString())
                .containsExactlyInAnyOrder(
                        "GSI1: GSI1PK HASH, GSI1SK RANGE, ALL",
                        "GSI2: GSI2PK HASH, GSI2SK RANGE, KEYS_ONLY",
                        "GSI3: GSI3PK HASH, GSI3SK RANGE, KEYS_ONLY");
        assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(table.deletionProtectionEnabled()).isTrue();
    }

    @Test
    void createsTheStreamOfTheTemplate() {
        TableDescription table = table();
        assertThat(table.streamSpecification().streamEnabled()).isTrue();
        assertThat(table.streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
        assertThat(table.latestStreamArn()).contains(deployment.tableName() + "/stream/");
    }

    /** Emulators silently ignore some properties. The test prints those and does not fail. */
    @Test
    void appliesOtherPropertiesThatTheEmulatorSupports() {
        TimeToLiveDescription timeToLive = dynamoDb.describeTimeToLive(
                        request -> request.tableName(deployment.tableName()))
                .timeToLiveDescription();
        assertApplied("TimeToLiveSpecification", "expiresAt", Optional.ofNullable(timeToLive.attributeName()));
        assertApplied(
                "PointInTimeRecoverySpecification",
                "ENABLED",
                Optional.of(dynamoDb.describeContinuousBackups(request -> request.tableName(deployment.tableName()))
                                .continuousBackupsDescription()
                                .pointInTimeRecoveryDescription()
                                .pointInTimeRecoveryStatusAsString())
                        .filter(status -> !status.equals("DISABLED")));
        JsonObject function = deployment.function("views");
        assertApplied(
                "SnapStart",
                "PublishedVersions",
                Optional.of(function.getJsonObject("SnapStart", new JsonObject())
                                .getString("ApplyOn", "None"))
                        .filter(applyOn -> !applyOn.equals("None")));
        assertApplied(
                "LoggingConfig",
                "JSON",
                Optional.ofNullable(function.getJsonObject("LoggingConfig"))
                        .map(config -> config.getString("LogFormat")));
    }

    private static void assertApplied(String property, String expected, Optional<String> actual) {
        if (actual.isEmpty()) {
            System.out.println("not tested: the emulator ignores " + property);
        }
        assertThat(actual.orElse(expected)).as(property).isEqualTo(expected);
    }

    @Test
    void createsBothFunctionsOfTheTemplate() {
        for (String kind : List.of("View", "Vote")) {
            JsonObject function = deployment.function(kind.toLowerCase(Locale.ROOT) + "s");
            assertThat(function.getString("Runtime")).isEqualTo("java25");
            assertThat(function.getString("Handler"))
                    .isEqualTo("io.github.viewtally.aggregators." + kind + "Aggregator::handleRequest");
            assertThat(function.getInteger("MemorySize")).isEqualTo(512);
            assertThat(function.getInteger("Timeout")).isEqualTo(60);
            assertThat(function.getJsonObject("Environment").getJsonObject("Variables"))
                    .isEqualTo(JsonObject.of("TABLE_NAME", deployment.tableName()));
        }
    }

    @Test
    void createsBothMappingsOfTheTemplate() {
        for (String kind : List.of("View", "Vote")) {
            JsonObject mapping = deployment.mapping(kind.toLowerCase(Locale.ROOT) + "s");
            assertThat(mapping.getString("EventSourceArn")).isEqualTo(table().latestStreamArn());
            assertThat(mapping.getString("FunctionArn"))
                    .endsWith(deployment.invokedName(kind.toLowerCase(Locale.ROOT) + "s"));
            assertThat(mapping.getString("StartingPosition")).isEqualTo("TRIM_HORIZON");
            assertThat(mapping.getInteger("BatchSize")).isEqualTo(1_000);
            assertThat(mapping.getInteger("MaximumBatchingWindowInSeconds")).isZero();
            assertThat(mapping.getInteger("TumblingWindowInSeconds")).isEqualTo(900);
            assertThat(mapping.getInteger("ParallelizationFactor")).isEqualTo(1);
            assertThat(mapping.getInteger("MaximumRecordAgeInSeconds")).isEqualTo(79_200);
            assertThat(mapping.getInteger("MaximumRetryAttempts")).isEqualTo(-1);
            assertThat(mapping.getBoolean("BisectBatchOnFunctionError")).isFalse();
            assertThat(mapping.getJsonArray("FunctionResponseTypes")).containsExactly("ReportBatchItemFailures");
            assertThat(mapping.getJsonObject("MetricsConfig").getJsonArray("Metrics"))
                    .containsExactly("EventCount");
            assertThat(mapping.getJsonObject("DestinationConfig")
                            .getJsonObject("OnFailure")
                            .getString("Destination"))
                    .startsWith("arn:aws:s3:::");
            assertThat(mapping.getJsonObject("FilterCriteria").getJsonArray("Filters").stream()
                            .map(filter -> ((JsonObject) filter).getString("Pattern")))
                    .containsExactlyInAnyOrderElementsOf(patterns(kind));
        }
    }

    @Test
    void countsAView() {
        abortIfFunctionsDoNotRun();
        View view = new View("0", "5", 42, "2022-01-02T00:30:25.000000+00:00");
        dynamoDb.putItem(request -> request.tableName(deployment.tableName()).item(EventItems.toItem(view)));
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(dynamoDb.getItem(request ->
                                request.tableName(deployment.tableName()).key(SummaryItems.key(SummaryKey.video("5"))))
                        .item())
                .containsEntry("views", AttributeValue.fromN("1"))
                .containsEntry("duration", AttributeValue.fromN("42")));
    }

    /** A function always returns JSON, even for errors. An emulator that cannot run code returns another text. */
    private static void abortIfFunctionsDoNotRun() {
        String text = deployment.invoke("views", JsonObject.of("shardId", "trial", "Records", new JsonArray()));
        JsonObject response;
        try {
            response = new JsonObject(text);
        } catch (DecodeException e) {
            String reason = "no view was counted: the emulator does not run functions and returned: " + text;
            System.out.println(reason);
            abort(reason);
            return;
        }
        assertThat(response).isEqualTo(JsonObject.of("state", new JsonObject(), "batchItemFailures", new JsonArray()));
    }

    private static String keys(List<KeySchemaElement> schema) {
        return schema.stream()
                .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                .collect(Collectors.joining(", "));
    }

    private static TableDescription table() {
        return dynamoDb.describeTable(request -> request.tableName(deployment.tableName()))
                .table();
    }

    private static List<String> patterns(String kind) {
        return Stack.list(Stack.map(Stack.DATA.properties(kind + "Mapping").get("FilterCriteria"))
                        .get("Filters"))
                .stream()
                .map(filter -> String.valueOf(Stack.map(filter).get("Pattern")))
                .toList();
    }
}
