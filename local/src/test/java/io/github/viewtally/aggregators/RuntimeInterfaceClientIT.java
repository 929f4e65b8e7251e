package io.github.viewtally.aggregators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.viewtally.local.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, run as Lambda's managed runtime runs it: its own process, asking a Runtime API for its events. */
class RuntimeInterfaceClientIT {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "io.github.viewtally.aggregators.ViewAggregator::handleRequest";

    /** What the runtime posts to the API: the path's end, a blank, and the body. */
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean restored = new AtomicBoolean();

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void chooseOutput() {
        output = folder.resolve("output");
    }

    /** Lambda's part of a snapshot: the hooks are called, and then the runtime waits to be told that it is restored. */
    private static final Map<String, String> SNAPSHOT = Map.of(
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "snap-start",
            "JAVA_TOOL_OPTIONS",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

    @Test
    void handlesARecordedEventInAProcessOfItsOwn() throws Exception {
        countsTheRecordedEventOnce(Map.of());
        assertThat(restored.get()).isFalse();
    }

    @Test
    void tellsCloudWatchWhatItHasDone() throws Exception {
        List<JsonObject> metrics = jsonLines(countsTheRecordedEventOnce(Map.of())).stream()
                .filter(line -> line.containsKey("_aws"))
                .toList();
        assertThat(metrics).singleElement().satisfies(line -> {
            assertThat(line.getString("aggregator")).isEqualTo("views");
            assertThat(line.getInteger("RecordsCounted")).isEqualTo(2);
            assertThat(line.getInteger("GroupsApplied")).isEqualTo(1);
            assertThat(line.getInteger("WriteUnits")).isPositive();
        });
    }

    @Test
    void logsInTheFormatThatTheFunctionsSettingsSay() throws Exception {
        Map<String, String> env = new HashMap<>(SNAPSHOT);
        env.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        assertThat(jsonLines(countsTheRecordedEventOnce(env)))
                .anySatisfy(line -> assertThat(line.getString("message", "")).contains("primed for the snapshot"))
                .allSatisfy(line -> assertThat(line.containsKey("level") || line.containsKey("_aws"))
                        .isTrue());
    }

    private static List<JsonObject> jsonLines(String output) {
        return output.lines()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();
    }

    @Test
    void isPrimedBeforeASnapshotWithoutAWrite() throws Exception {
        assertThat(countsTheRecordedEventOnce(SNAPSHOT)).contains("primed for the snapshot");
        assertThat(restored.get()).isTrue();
    }

    /** Returns what the process said. */
    private String countsTheRecordedEventOnce(Map<String, String> env) throws Exception {
        String os = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                os.startsWith("Linux"), "the runtime interface client has native code for Linux only, this is " + os);
        HttpServer runtimeApi = runtimeApi();
        try (TestTable table = new TestTable()) {
            events.add(recordedEvent());
            Process function = start(table, runtimeApi.getAddress().getPort(), env);
            try {
                assertThat(answers.poll(30, TimeUnit.SECONDS))
                        .isEqualTo("response {\"state\":{\"kept\":\"as it was\"},\"batchItemFailures\":[]}");
                assertThat(table.counts(SummaryKey.video("5"))).isEqualTo(new Counts(2, 102, 0, 0));
                assertThat(table.counts(SummaryKey.user("1"))).isEqualTo(new Counts(1, 60, 0, 0));
            } finally {
                function.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            return Files.readString(output);
        } finally {
            runtimeApi.stop(0);
        }
    }

    private Process start(TestTable table, int runtimeApiPort, Map<String, String> env) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("viewtally.lambda-runtime.lib") + "/*"
                                + System.getProperty("path.separator")
                                + System.getProperty("viewtally.aggregators.jar"),
                        CLIENT,
                        HANDLER)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(env);
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        "127.0.0.1:" + runtimeApiPort,
                        "_HANDLER",
                        HANDLER,
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "ViewAggregator",
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ACCESS_KEY_ID",
                        table.accessKey(),
                        "AWS_SECRET_ACCESS_KEY",
                        "any",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        table.endpoint().toString(),
                        "TABLE_NAME",
                        TestTable.NAME));
        return builder.start();
    }

    /** AWS Lambda guide, "Using the Lambda runtime API for custom runtimes". */
    private HttpServer runtimeApi() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "runtime-api");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/2018-06-01/runtime/", this::handle);
        server.start();
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/restore/next")) {
                restored.set(true);
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/invocation/next")) {
                byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
                headers().forEach(exchange.getResponseHeaders()::add);
                exchange.sendResponseHeaders(200, event.length);
                exchange.getResponseBody().write(event);
            } else {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(202, -1);
                answers.add(path.substring(path.lastIndexOf('/') + 1) + " " + body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All of them: the client's native part reads beyond some that are missing. */
    private static Map<String, String> headers() {
        return Map.of(
                "Content-Type", "application/json",
                "Lambda-Runtime-Aws-Request-Id", "request-1",
                "Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000),
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:views",
                "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000",
                "Lambda-Runtime-Client-Context", "{}",
                "Lambda-Runtime-Cognito-Identity", "{}",
                "Lambda-Runtime-Aws-Tenant-Id", "none");
    }

    private static String recordedEvent() throws IOException {
        try (InputStream event = RuntimeInterfaceClientIT.class.getResourceAsStream("/two-views.json")) {
            return new String(event.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
