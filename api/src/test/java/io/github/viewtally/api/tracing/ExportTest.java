package io.github.viewtally.api.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The export to a collector, and a collector that fails. */
@ExtendWith(VertxExtension.class)
@Timeout(180)
class ExportTest {

    private static final int REQUESTS = 200;

    /** Less than the SDK takes to give up. */
    private static final int MAX_CLOSE_SECONDS = 10;

    /** The queue is smaller than the number of spans. */
    private static final Map<String, String> SMALL_QUEUE = Map.of(
            "OTEL_BSP_MAX_QUEUE_SIZE", "10", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "5", "OTEL_BSP_SCHEDULE_DELAY", "1");

    private final List<Export> exports = new CopyOnWriteArrayList<>();

    /** One request of the exporter. */
    private record Export(String path, String key, String body) {}

    @Test
    void sendsSpansToTheCollector(Vertx vertx) throws TimeoutException {
        HttpServer collector = listen(vertx);
        Map<String, String> settings = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.actualPort(),
                "OTEL_EXPORTER_OTLP_HEADERS", "key=value",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test");
        try (TracedApi api = new TracedApi(open(settings), Map.of())) {
            api.post("/views", Samples.VIEW).hasStatus(201);
        }

        assertThat(exports).isNotEmpty().allSatisfy(export -> {
            assertThat(export.path).isEqualTo("/v1/traces");
            assertThat(export.key).isEqualTo("value");
        });
        assertThat(exports.toString())
                .contains("viewtally-api", "deployment.environment.name", "POST /views", "DynamoDB.BatchWriteItem");
    }

    @Test
    void usesTheNameOfTheServiceAmongTheResourceAttributes(Vertx vertx) throws TimeoutException {
        HttpServer collector = listen(vertx);
        Map<String, String> settings = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.actualPort(),
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=own-name");
        try (TracedApi api = new TracedApi(open(settings), Map.of())) {
            api.post("/views", Samples.VIEW).hasStatus(201);
        }

        assertThat(exports.toString()).contains("own-name").doesNotContain("viewtally-api");
    }

    @Test
    void respondsWhileTheCollectorIsDown(Vertx vertx) throws TimeoutException {
        HttpServer collector = listen(vertx);
        String endpoint = "http://127.0.0.1:" + collector.actualPort();
        collector.close().await(20, SECONDS);

        assertThatRequestsSucceedWith(endpoint);
    }

    @Test
    void respondsWhileTheCollectorDoesNot(Vertx vertx) throws TimeoutException {
        HttpServer silent = vertx.createHttpServer()
                .requestHandler(request -> {})
                .listen(0, ApiUnderTest.HOST)
                .await(20, SECONDS);

        assertThatRequestsSucceedWith("http://127.0.0.1:" + silent.actualPort());
    }

    private static void assertThatRequestsSucceedWith(String endpoint) throws TimeoutException {
        Map<String, String> settings = new HashMap<>(SMALL_QUEUE);
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
        TracedApi api = new TracedApi(open(settings), Map.of());
        for (int i = 0; i < REQUESTS; i++) {
            api.post("/views", Samples.VIEW).hasStatus(201);
        }
        long start = System.nanoTime();
        api.close();
        assertThat(System.nanoTime() - start).isLessThan(SECONDS.toNanos(MAX_CLOSE_SECONDS));
    }

    private static Tracing open(Map<String, String> settings) {
        return ApiConfig.fromEnv(settings).tracing().open();
    }

    private HttpServer listen(Vertx vertx) throws TimeoutException {
        return vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, ApiUnderTest.HOST)
                .await(20, SECONDS);
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            exports.add(new Export(request.path(), request.getHeader("key"), body.toString(ISO_8859_1)));
            request.response().end();
        });
    }
}
