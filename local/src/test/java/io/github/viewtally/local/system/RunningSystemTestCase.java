package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** Starts the whole system, whose table another program changes while it runs. */
abstract class RunningSystemTestCase {

    static final String TABLE = "video-stats";
    static final CreateTableRequest AS_TEMPLATE = StackTemplate.load(Map.of()).table().definition().toBuilder()
            .tableName(TABLE)
            .build();

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.viewtally.local.mapping");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level levelBefore;

    DynamoDbLocal database;
    LocalSystem system;
    JsonClient api;

    /** The client of another program. */
    DynamoDbClient client;

    @BeforeEach
    void start() {
        database = startDatabase(0);
        system = LocalSystem.start(
                LocalConfig.fromEnv(Map.of(
                        "HTTP_PORT",
                        "0",
                        "DYNAMODB_ENDPOINT",
                        database.endpoint().toString())),
                StackTemplate.load(Map.of()));
        api = new JsonClient(system.url());
        client = TestTable.newSharedClient(database.endpoint());
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
    }

    /** Starts a database in memory. */
    static DynamoDbLocal startDatabase(int port) {
        return DynamoDbLocal.start(new DynamoDbLocal.Options(port, Optional.empty(), true))
                .awaitReady();
    }

    void deleteTable() {
        client.deleteTable(request -> request.tableName(TABLE));
    }

    void disableStream() {
        client.updateTable(request -> request.tableName(TABLE)
                .streamSpecification(
                        StreamSpecification.builder().streamEnabled(false).build()));
    }

    void enableStream() {
        client.updateTable(request -> request.tableName(TABLE).streamSpecification(AS_TEMPLATE.streamSpecification()));
    }

    /** The log lines of the mappings. */
    List<ILoggingEvent> log() {
        return List.copyOf(log.list);
    }

    List<String> warnings() {
        return log().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Posts views, each of which must be acknowledged. */
    void post(String videoId, int views) throws IOException, InterruptedException {
        for (int i = 0; i < views; i++) {
            assertThat(tryToPost("u", videoId)).isEqualTo(201);
        }
    }

    /** Posts a view and returns the status. */
    int tryToPost(String userId, String videoId) throws IOException, InterruptedException {
        JsonObject view =
                new JsonObject().put("userId", userId).put("videoId", videoId).put("duration", 7);
        return api.send("POST", "/views", view).statusCode();
    }

    void awaitViews(String videoId, int views) {
        await().untilAsserted(() -> assertThat(views(videoId)).isEqualTo(views));
    }

    long views(String videoId) throws IOException, InterruptedException {
        return new JsonObject(api.send("GET", "/videos/" + videoId + "/summary").body()).getLong("views");
    }

    void awaitReady() {
        await().until(() -> readiness().statusCode() == 200);
    }

    /** Waits until the readiness check reports this reason. */
    void awaitNotReady(String reason) {
        await().until(() -> readiness().body().contains(reason));
    }

    HttpResponse<String> readiness() throws IOException, InterruptedException {
        return api.send("GET", "/health/ready");
    }

    double iteratorAge(String mapping) throws IOException, InterruptedException {
        return api.metric("mapping_iterator_age_seconds{mapping=\"" + mapping + "\"}");
    }
}
