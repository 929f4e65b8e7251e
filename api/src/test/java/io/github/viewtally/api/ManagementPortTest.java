package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.api.tracing.Tracing;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics on the management port. */
class ManagementPortTest {

    private static final FakeDynamoDb DYNAMO_DB = new FakeDynamoDb();
    private static Vertx vertx;
    private static ApiDeployment api;

    @BeforeAll
    static void starts() {
        vertx = Vertx.vertx();
        api = start("0");
    }

    @AfterAll
    static void stops() {
        ApiUnderTest.await(api.stop());
        ApiUnderTest.await(vertx.close());
    }

    private static ApiDeployment start(String managementPort) {
        return ApiUnderTest.await(ApiDeployment.start(
                vertx,
                ApiUnderTest.configOf(Map.of("MANAGEMENT_PORT", managementPort)),
                DYNAMO_DB.clients(vertx),
                Registries.empty(),
                Tracing.OFF));
    }

    private static TestResponse get(int port, String path) throws IOException {
        try (RawHttp connection = new RawHttp(port)) {
            return connection
                    .sendHead("GET " + path + " HTTP/1.1", "Host: viewtally")
                    .response();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics/",
                "//metrics",
                "/%6detrics",
                "/./metrics",
                "/videos/../metrics",
                "/health/live",
                "/health/ready",
                "//health//ready",
                "/%68ealth/live"
            })
    void refusesOperatorPathsOnTheMainPortInAnyNotation(String path) throws IOException {
        get(api.port(), path).isProblem(404);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/metrics", "/health/live", "/health/ready"})
    void servesOperatorPathsOnTheManagementPort(String path) throws IOException {
        get(api.managementPort(), path).hasStatus(200).hasHeadersOfEveryResponse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/videos/v/summary", "/openapi.yaml", "/docs", "/users/u/views"})
    void servesNothingElse(String path) throws IOException {
        get(api.managementPort(), path).isProblem(404);
    }

    @Test
    void measuresBothPorts() throws IOException {
        get(api.port(), "/videos/v/summary").hasStatus(200);
        get(api.managementPort(), "/health/live").hasStatus(200);

        assertThat(get(api.managementPort(), "/metrics").body().toString())
                .contains("route=\"/videos/{videoId}/summary\"", "route=\"/health/live\"", "http_server_connections");
    }

    @Test
    void reportsThePortThatIsInUse() {
        String taken = Integer.toString(api.port());

        assertThatThrownBy(() -> start(taken)).hasMessageContaining("MANAGEMENT_PORT");
    }

    @Test
    void reportsNotReadyAfterTheDrain() throws Exception {
        ApiDeployment stopping = start("0");
        int port = stopping.managementPort();

        ApiUnderTest.await(stopping.stop());

        get(port, "/health/ready").isProblem(503);
        get(port, "/health/live").hasStatus(200);
    }
}
