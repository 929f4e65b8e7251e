package io.github.viewtally.api.tracing;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.ApiDeployment;
import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The API with its production clients and some tracing, over a {@link StubDynamoDb}. */
final class TracedApi implements AutoCloseable {

    final StubDynamoDb dynamoDb = new StubDynamoDb();
    private final Tracing tracing;
    private final Vertx vertx = Vertx.vertx();
    private final Vertx clientVertx = Vertx.vertx();
    private final PrometheusMeterRegistry registry = Registries.empty();
    private final DynamoDbClients clients;
    private final ApiDeployment api;
    private final WebClient client;

    /** Starts it; a tracing must be created before. */
    TracedApi(Tracing tracing, Map<String, String> settings) throws TimeoutException {
        this.tracing = tracing;
        Map<String, String> env = new HashMap<>(settings);
        env.put("MANAGEMENT_PORT", "0");
        ApiConfig config = ApiUnderTest.configOf(env);
        clients = DynamoDbClients.open(
                vertx,
                config.table().name(),
                Optional.of(dynamoDb.endpoint()),
                registry,
                tracing,
                builder -> builder.region(Region.EU_CENTRAL_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))));
        api = ApiUnderTest.await(ApiDeployment.start(vertx, config, clients, registry, tracing));
        client = WebClient.create(
                clientVertx,
                new WebClientOptions().setDefaultHost(ApiUnderTest.HOST).setDefaultPort(api.port()),
                new PoolOptions().setHttp1MaxSize(100));
    }

    Future<TestResponse> begin(HttpMethod method, String uri, Map<String, String> headers, String body) {
        return ApiUnderTest.begin(client, method, uri, headers, Buffer.buffer(body));
    }

    TestResponse get(String uri) {
        return ApiUnderTest.await(begin(HttpMethod.GET, uri, Map.of(), ""));
    }

    TestResponse delete(String uri) {
        return ApiUnderTest.await(begin(HttpMethod.DELETE, uri, Map.of(), ""));
    }

    TestResponse post(String uri, String body) {
        return ApiUnderTest.await(begin(HttpMethod.POST, uri, ApiUnderTest.JSON, body));
    }

    /** Number of requests that have no response yet. */
    int inFlight() {
        return (int) registry.get("http.server.requests.active").gauge().value();
    }

    /** Requests a path of the management port. */
    int statusOfManagement(String path) {
        return ApiUnderTest.await(client.get(api.managementPort(), ApiUnderTest.HOST, path)
                        .send())
                .statusCode();
    }

    @Override
    public void close() throws TimeoutException {
        ApiUnderTest.await(api.stop());
        clients.close();
        ApiUnderTest.await(vertx.close());
        ApiUnderTest.await(clientVertx.close());
        tracing.close();
        dynamoDb.close();
    }
}
