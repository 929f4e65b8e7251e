package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.viewtally.model.Subject;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SummaryItems;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * The data stack on an emulator: the one at {@code AWS_ENDPOINT_URL}, or LocalStack where there is Docker. Never AWS itself:
 * it sends made-up credentials.
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
            String reason =
                    "the data stack was deployed on no emulator: AWS_ENDPOINT_URL is not set, and there is no Docker";
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
    void makesTheTableOfTheTemplate() {
        TableDescription table = table();
        assertThat(table.globalSecondaryIndexes())
                .extracting(
                        index -> index.indexName() + " " + index.projection().projectionTypeAsString())
                .containsExactlyInAnyOrder("GSI1 ALL", "GSI2 KEYS_ONLY");
        assertThat(table.streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    }

    @Test
    void makesBothMappingsOfTheTemplate() {
        for (String kind : List.of("View", "Vote")) {
            JsonObject mapping = deployment.mapping(kind.toLowerCase() + "s");
            assertThat(mapping.getString("EventSourceArn")).isEqualTo(table().latestStreamArn());
            assertThat(mapping.getString("FunctionArn")).endsWith(":live");
            assertThat(mapping.getString("StartingPosition")).isEqualTo("TRIM_HORIZON");
            assertThat(mapping.getInteger("BatchSize")).isEqualTo(1_000);
            assertThat(mapping.getInteger("MaximumBatchingWindowInSeconds")).isZero();
            assertThat(mapping.getInteger("TumblingWindowInSeconds")).isEqualTo(900);
            assertThat(mapping.getInteger("ParallelizationFactor")).isEqualTo(1);
            assertThat(mapping.getInteger("MaximumRecordAgeInSeconds")).isEqualTo(79_200);
            assertThat(mapping.getJsonArray("FunctionResponseTypes")).containsExactly("ReportBatchItemFailures");
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
        View view = new View("0", "5", 42, "2022-01-02T00:30:25.000000+00:00");
        dynamoDb.putItem(request -> request.tableName(deployment.tableName()).item(EventItems.toItem(view)));
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(dynamoDb.getItem(request ->
                                request.tableName(deployment.tableName()).key(SummaryItems.key(Subject.video("5"))))
                        .item())
                .containsEntry("views", AttributeValue.fromN("1"))
                .containsEntry("duration", AttributeValue.fromN("42")));
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
