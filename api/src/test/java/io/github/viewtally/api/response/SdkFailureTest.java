package io.github.viewtally.api.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiVerticle;
import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.api.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** A write that fails in the production clients gets 503 and is counted by its outcome. */
@ExtendWith(VertxExtension.class)
class SdkFailureTest {

    private static final String NO_TABLE =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\",\"message\":\"secret\"}";

    private final PrometheusMeterRegistry registry = Registries.empty();
    private DynamoDbClients dynamoDb;

    @AfterEach
    void closeClients() {
        dynamoDb.close();
    }

    @Test
    void respondsWith503IfDynamoDbCannotBeReached(Vertx vertx) {
        HttpServer closed = ApiUnderTest.await(
                vertx.createHttpServer().requestHandler(request -> {}).listen(0, ApiUnderTest.HOST));
        int port = closed.actualPort();
        ApiUnderTest.await(closed.close());

        assertThatAWriteFails(vertx, port, "failed");
    }

    @Test
    void respondsWith503IfTheTableDoesNotExist(Vertx vertx) {
        HttpServer withoutTable = ApiUnderTest.await(vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(400).end(NO_TABLE))
                .listen(0, ApiUnderTest.HOST));

        assertThatAWriteFails(vertx, withoutTable.actualPort(), "refused");
    }

    private void assertThatAWriteFails(Vertx vertx, int dynamoDbPort, String outcome) {
        URI endpoint = URI.create("http://" + ApiUnderTest.HOST + ":" + dynamoDbPort);
        dynamoDb = DynamoDbClients.open(
                vertx, "video-stats", Optional.of(endpoint), registry, Tracing.OFF, builder -> builder.region(
                                Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))));
        ApiVerticle verticle = new ApiVerticle(ApiUnderTest.configOf(Map.of()), dynamoDb, registry);
        ApiUnderTest.await(vertx.deployVerticle(verticle));

        HttpResponse<Buffer> received = ApiUnderTest.await(WebClient.create(vertx)
                .post(verticle.port(), ApiUnderTest.HOST, "/votes")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(Samples.VOTE)));

        TestResponse response = new TestResponse(received.statusCode(), received.headers(), received.body());
        response.isProblem(503);
        assertThat(response.body().toString()).doesNotContain("secret");
        assertThat(registry.get("dynamodb.calls").tag("outcome", outcome).timers())
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isPositive());
        assertThat(registry.get("dynamodb.calls")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isZero();
    }
}
