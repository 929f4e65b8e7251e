package io.github.viewtally.api.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.ApiVerticle;
import io.github.viewtally.api.RouteTable;
import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.storage.FakeDynamoDbServer;
import io.github.viewtally.api.storage.TableConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The API on a real port over a table in memory, one for a test class, emptied after each test. It writes through the
 * production writer to an HTTP server, and reads through a fake client. Every request and response is checked against the contract.
 */
public final class ApiUnderTest implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    public static final String HOST = "127.0.0.1";
    public static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    /** The paths whose responses have no end. */
    private static final Pattern LIVE = Pattern.compile("^[^?]*/summary/live([?]|$)");

    /** More than any test needs, to detect an endless list. */
    private static final int MAX_PAGES = 500;

    /** A configuration for tests, without a cache: they read what they have just put into the table. */
    public static ApiConfig configOf(Map<String, String> settings) {
        Map<String, String> env = new HashMap<>(settings);
        env.putAll(Map.of("HTTP_HOST", HOST, "HTTP_PORT", "0", "TABLE_NAME", FakeDynamoDb.TABLE));
        env.putIfAbsent("WRITE_PATIENCE_MS", "200");
        env.putIfAbsent("MAX_VIDEO_PARTITIONS", "1");
        env.putIfAbsent("CACHE_MS", "0");
        env.putIfAbsent("USER_STATS", "true");
        env.putIfAbsent("WARM_UP", "false");
        env.putIfAbsent("MANAGEMENT_PORT", "off");
        env.putIfAbsent("ACCESS_LOG", "false");
        return ApiConfig.fromEnv(env);
    }

    public final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    public final PrometheusMeterRegistry registry = Registries.empty();
    private final ErrorAppender errors = new ErrorAppender();
    private ApiConfig config;
    private FakeDynamoDbServer dynamoDbServer;
    private DynamoDbClients clients;
    private Vertx vertx;
    private ApiVerticle verticle;
    private String deployment;
    private WebClient client;

    public ApiUnderTest() {
        this(Map.of("HTTP2", "true", "READINESS_KEPT_MILLIS", "0"));
    }

    public ApiUnderTest(Map<String, String> settings) {
        config = configOf(settings);
    }

    /** Sets how long a read of several requests to the table may take. */
    public ApiUnderTest maxReadTime(Duration time) {
        TableConfig t = config.table();
        config = new ApiConfig(
                config.http(),
                new TableConfig(t.name(), t.endpoint(), time, t.writes(), t.spread(), t.trendHalfLife(), t.userStats()),
                config.cache(),
                config.auth(),
                config.limits(),
                config.browsers(),
                config.health(),
                config.clientRate(),
                config.accessLog(),
                config.views(),
                config.tracing());
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        vertx = Vertx.vertx();
        errors.listen(vertx);
        dynamoDbServer = new FakeDynamoDbServer(dynamoDb);
        clients = dynamoDbServer.clients(vertx, registry);
        verticle = new ApiVerticle(config, clients, registry);
        deployment = await(vertx.deployVerticle(verticle));
        client = WebClient.create(vertx, options().setFollowRedirects(false), new PoolOptions().setHttp1MaxSize(100));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        dynamoDb.reset();
        assertThat(errors.take()).as("errors that the API has logged").isEmpty();
        assertThat(dynamoDbServer.defects())
                .as("defects of requests to DynamoDB")
                .isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await(vertx.close());
        clients.close();
        dynamoDbServer.close();
        errors.stopListening();
    }

    private WebClientOptions options() {
        return new WebClientOptions().setDefaultHost(HOST).setDefaultPort(verticle.port());
    }

    public RouteTable routes() {
        return verticle.routeTable();
    }

    public int port() {
        return verticle.port();
    }

    /** Closes everything in the same order as the process. */
    public Future<Void> close() {
        // Its event loops end with Vert.x, so this future must not complete on one of them.
        Promise<Void> closed = Promise.promise();
        stop().onComplete(stopped -> {
            clients.close();
            vertx.close().onComplete(closed);
        });
        return closed.future();
    }

    /** Stops the API, but not the clients. */
    public Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    /** A client with one connection, so that the API receives its requests in order. */
    public WebClient clientOfOneConnection() {
        return WebClient.create(
                vertx,
                options().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp2MaxSize(1));
    }

    public TestResponse get(String uri) {
        return send(HttpMethod.GET, uri);
    }

    public TestResponse delete(String uri) {
        return send(HttpMethod.DELETE, uri);
    }

    public TestResponse post(String uri, String json) {
        return send(HttpMethod.POST, uri, JSON, Buffer.buffer(json));
    }

    public TestResponse send(HttpMethod method, String uri) {
        return send(method, uri, Map.of(), Buffer.buffer());
    }

    public TestResponse send(HttpMethod method, String uri, Map<String, String> headers, Buffer body) {
        return await(begin(method, uri, headers, body));
    }

    public Future<TestResponse> begin(HttpMethod method, String uri, Map<String, String> headers, Buffer body) {
        return method.equals(HttpMethod.GET) && LIVE.matcher(uri).find()
                ? Future.succeededFuture(check(method, uri, body, RawHttp.get(port(), uri, headers)))
                : begin(client, method, uri, headers, body);
    }

    public static Future<TestResponse> begin(
            WebClient client, HttpMethod method, String uri, Map<String, String> headers, Buffer body) {
        HttpRequest<Buffer> request = client.request(method, uri);
        headers.forEach(request::putHeader);
        return (body.length() == 0 ? request.send() : request.sendBuffer(body)).map(received -> {
            Buffer content = Optional.ofNullable(received.body()).orElse(Buffer.buffer());
            return check(method, uri, body, new TestResponse(received.statusCode(), received.headers(), content));
        });
    }

    private static TestResponse check(HttpMethod method, String uri, Buffer body, TestResponse response) {
        response.hasHeadersOfEveryResponse();
        Contract.INSTANCE.check(method, uri, body, response);
        return response;
    }

    /** All pages of a list, by following its cursors. */
    public List<TestResponse> pages(String uri) {
        String separator = uri.contains("?") ? "&" : "?";
        List<TestResponse> pages = new ArrayList<>();
        pages.add(get(uri).hasStatus(200));
        for (String cursor = pages.get(0).nextCursor(); cursor != null; ) {
            TestResponse page = get(uri + separator + "cursor=" + cursor).hasStatus(200);
            assertThat(page.nextCursor()).as("next cursor").isNotEqualTo(cursor);
            pages.add(page);
            assertThat(pages).hasSizeLessThan(MAX_PAGES);
            cursor = page.nextCursor();
        }
        return pages;
    }

    /** Returns the value of a gauge without tags. */
    public double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    /** Waits until the condition holds; fails on timeout. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Thread.yield();
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no response in time", e);
        }
    }
}
