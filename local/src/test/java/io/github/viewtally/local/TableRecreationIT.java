package io.github.viewtally.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.faults.ListedViews;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.model.View;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** Another program deletes the table, creates it again, or changes its stream, while the system runs. */
class TableRecreationIT {

    private static final String TABLE = "video-stats";
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final CreateTableRequest AS_TEMPLATE = StackTemplate.load(Map.of()).table().definition().toBuilder()
            .tableName(TABLE)
            .build();

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.viewtally.local.mapping");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level levelBefore;
    private DynamoDbLocal database;
    private LocalSystem system;
    private DynamoDbClient client;

    @BeforeEach
    void start() {
        database = startDatabase(0);
        System.setProperty("aws.accessKeyId", "any");
        System.setProperty("aws.secretAccessKey", "any");
        system = LocalSystem.start(
                LocalConfig.fromEnv(Map.of(
                        "HTTP_PORT",
                        "0",
                        "DYNAMODB_ENDPOINT",
                        database.endpoint().toString())),
                StackTemplate.load(Map.of()));
        client = DynamoDbClient.builder()
                .endpointOverride(database.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("other", "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        log.start();
        levelBefore = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(levelBefore);
        client.close();
        system.close();
        database.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private static DynamoDbLocal startDatabase(int port) {
        return DynamoDbLocal.start(new DynamoDbLocal.Options(port, Optional.empty(), true))
                .awaitReady();
    }

    @Test
    void countsInANewTableExactlyWhatIsStoredInIt() throws Exception {
        for (int round = 1; round <= 3; round++) {
            // The batching window is a second: these are not counted yet when their table goes.
            post("v", 20);
            delete();
            client.createTable(AS_TEMPLATE);
            post("v", round);
            awaitViews("v", round);
        }
        // Nothing of the old tables comes later.
        post("last", 1);
        awaitViews("last", 1);
        assertThat(views("v")).isEqualTo(3);
        assertThat(warnings()).hasSizeBetween(1, 3).allMatch(line -> line.contains(TABLE));
    }

    @Test
    void isNotReadyWhileThereIsNoTableAndSaysSoOnce() throws Exception {
        post("v", 2);
        awaitViews("v", 2);
        delete();
        await().atMost(SECONDS).until(() -> ready().body().contains("the table video-stats does not exist"));
        assertThat(ready().statusCode()).isEqualTo(503);
        await().atMost(SECONDS).until(() -> iteratorAge("ViewMapping") > 2 && iteratorAge("VoteMapping") > 2);
        client.createTable(AS_TEMPLATE);
        await().atMost(SECONDS).until(() -> ready().statusCode() == 200);
        post("v", 3);
        awaitViews("v", 3);
        assertThat(iteratorAge("ViewMapping")).isLessThan(1);
        assertThat(warnings()).containsExactly("events are not counted: the table video-stats does not exist");
    }

    @Test
    void countsWhatIsStoredWhileTheTableIsDeletedAndCreatedUnderTraffic() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService users = Executors.newFixedThreadPool(4);
        for (int user = 0; user < 4; user++) {
            String userId = "u" + user;
            users.submit(() -> {
                while (going.get()) {
                    acknowledged.addAndGet(tryToPost(userId, "busy") == 201 ? 1 : 0);
                }
                return null;
            });
        }
        for (int round = 1; round <= 4; round++) {
            int enough = acknowledged.get() + 300;
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= enough);
            delete();
            client.createTable(AS_TEMPLATE);
        }
        int enough = acknowledged.get() + 100;
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= enough);
        going.set(false);
        users.shutdown();
        assertThat(users.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        ListedViews listed = new ListedViews(system.url());
        Set<View> stored = listed.ofVideo("busy");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(listed.summary("videos/busy")).isEqualTo(ListedViews.count(stored)));
        post("last", 1);
        awaitViews("last", 1);
        assertThat(listed.summary("videos/busy")).isEqualTo(ListedViews.count(stored));
    }

    @Test
    void goesOnWithTheNewStreamOfATableWhoseStreamIsDisabledAndEnabled() throws Exception {
        post("v", 9);
        client.updateTable(request -> request.tableName(TABLE)
                .streamSpecification(
                        StreamSpecification.builder().streamEnabled(false).build()));
        await().atMost(SECONDS).until(() -> ready().body().contains("it has no stream"));
        await().atMost(SECONDS).until(() -> iteratorAge("ViewMapping") > 2);
        enableStream();
        await().atMost(SECONDS).until(() -> ready().statusCode() == 200);
        post("v", 4);
        awaitViews("v", 13);
        assertThat(warnings())
                .containsExactly(
                        "events are not counted: the table video-stats is not as the template says: it has no stream",
                        "the table video-stats has a new stream: what was written while it had none is not counted");
    }

    @Test
    void countsFromEveryStreamThatATableHasHad() throws Exception {
        for (int round = 0; round < 3; round++) {
            post("v", 2);
            client.updateTable(request -> request.tableName(TABLE)
                    .streamSpecification(
                            StreamSpecification.builder().streamEnabled(false).build()));
            enableStream();
        }
        post("v", 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> views("v") == 7);
    }

    @Test
    void saysOnceWhatATableLacks() throws Exception {
        delete();
        client.createTable(AS_TEMPLATE.toBuilder()
                .streamSpecification((StreamSpecification) null)
                .build());
        await().atMost(SECONDS).until(() -> ready().body().contains("it has no stream"));
        delete();
        client.createTable(AS_TEMPLATE.toBuilder()
                .globalSecondaryIndexes((List<GlobalSecondaryIndex>) null)
                .attributeDefinitions(keyAttributes())
                .build());
        await().atMost(SECONDS).until(() -> ready().body().contains("it has no index GSI1, it has no index GSI2"));
        await().atMost(SECONDS).until(() -> iteratorAge("ViewMapping") > 3);
        delete();
        client.createTable(AS_TEMPLATE);
        await().atMost(SECONDS).until(() -> ready().statusCode() == 200);
        post("v", 1);
        awaitViews("v", 1);
        assertThat(warnings().stream().filter(line -> line.contains("no stream")))
                .hasSize(1);
        assertThat(warnings().stream().filter(line -> line.contains("no index")))
                .hasSize(1);
    }

    @Test
    void countsInATableOfADatabaseThatCameBackEmpty() throws Exception {
        post("v", 3);
        awaitViews("v", 3);
        int port = database.endpoint().getPort();
        database.close();
        await().atMost(SECONDS).until(() -> ready().statusCode() == 503);
        database = startDatabase(port);
        await().atMost(SECONDS).until(() -> ready().body().contains("the table video-stats does not exist"));
        client.createTable(AS_TEMPLATE);
        await().atMost(SECONDS).until(() -> ready().statusCode() == 200);
        post("v", 2);
        awaitViews("v", 2);
        assertThat(warnings()).hasSizeLessThan(5);
    }

    @Test
    void losesNothingAndSaysNothingWhenOtherTablesTakeSequenceNumbersOfAFreshStream() throws Exception {
        client.createTable(AS_TEMPLATE.toBuilder().tableName("another").build());
        for (int i = 0; i < 3; i++) {
            String key = "key" + i;
            client.putItem(request -> request.tableName("another")
                    .item(Map.of("PK", AttributeValue.fromS(key), "SK", AttributeValue.fromS(key))));
        }
        post("v", 1);
        awaitViews("v", 1);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("trimmed"));
    }

    private static List<AttributeDefinition> keyAttributes() {
        List<String> keys =
                AS_TEMPLATE.keySchema().stream().map(key -> key.attributeName()).toList();
        return AS_TEMPLATE.attributeDefinitions().stream()
                .filter(attribute -> keys.contains(attribute.attributeName()))
                .toList();
    }

    private void delete() {
        client.deleteTable(request -> request.tableName(TABLE));
    }

    private void enableStream() {
        client.updateTable(request -> request.tableName(TABLE).streamSpecification(AS_TEMPLATE.streamSpecification()));
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void post(String videoId, int views) throws IOException, InterruptedException {
        for (int i = 0; i < views; i++) {
            assertThat(tryToPost("u", videoId)).isEqualTo(201);
        }
    }

    private int tryToPost(String userId, String videoId) throws IOException, InterruptedException {
        JsonObject view =
                new JsonObject().put("userId", userId).put("videoId", videoId).put("duration", 7);
        return HTTP.send(
                        request("/views")
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(view.encode()))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private void awaitViews(String videoId, int views) {
        await().atMost(SECONDS).untilAsserted(() -> assertThat(views(videoId)).isEqualTo(views));
    }

    private long views(String videoId) throws IOException, InterruptedException {
        return new JsonObject(get("/videos/" + videoId + "/summary").body()).getLong("views");
    }

    private double iteratorAge(String mapping) throws IOException, InterruptedException {
        String series = "mapping_iterator_age_seconds{mapping=\"" + mapping + "\"} ";
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> ready() throws IOException, InterruptedException {
        return get("/health/ready");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(system.url() + path)).timeout(Duration.ofSeconds(20));
    }
}
