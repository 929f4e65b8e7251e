package io.github.viewtally.local.jars;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tracing of the packaged API in its own process. */
@Timeout(180)
class TracingJarIT {

    private static final String MAIN = "io.github.viewtally.api.ApiMain";
    private static final int SIGTERM_EXIT = 143;
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), health");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> exports = new CopyOnWriteArrayList<>();
    private TestTable table;
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        table = new TestTable();
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::receive);
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
        table.close();
    }

    @Test
    void loadsNoClassOfOpenTelemetryWhileItIsOff() throws Exception {
        try (ChildProcess api = run(Map.of(), "-Xlog:class+load:stdout:none")) {
            assertThat(post(portOf(api), "{}").body())
                    .contains("\"status\":400")
                    .doesNotContain("traceId");
            assertThat(post(portOf(api), view()).statusCode()).isEqualTo(201);

            assertThat(api.lines())
                    .anyMatch(line -> line.startsWith("io.github.viewtally.api.tracing.Tracing "))
                    .noneMatch(line -> line.startsWith("io.opentelemetry."))
                    .noneMatch(line -> line.contains("api.tracing.OpenTelemetry"));
        }
    }

    @Test
    void sendsTheSpansAndLogsTheTrace() throws Exception {
        // The template of the API's stack leaves parameters that are not given empty.
        Map<String, String> settings = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_TRACES_EXPORTER",
                "",
                "OTEL_SDK_DISABLED",
                "",
                "OTEL_SERVICE_NAME",
                "",
                "OTEL_TRACES_SAMPLER",
                "",
                "OTEL_TRACES_SAMPLER_ARG",
                "");
        try (ChildProcess api = run(settings)) {
            assertThat(post(portOf(api), view()).statusCode()).isEqualTo(201);
            assertThat(post(portOf(api), "{}").body()).contains("\"traceId\":\"" + TRACE + "\"");
            await().until(() -> api.lines().stream()
                    .anyMatch(
                            line -> line.contains("\"status\":201") && line.contains("\"traceId\":\"" + TRACE + "\"")));
            api.terminate();

            assertThat(api.awaitExit()).isEqualTo(SIGTERM_EXIT);
        }
        assertThat(exports.toString()).contains("viewtally-api", "POST /views", "DynamoDB.BatchWriteItem");
    }

    @Test
    void doesNotStartWithAnInvalidSetting() throws Exception {
        try (ChildProcess api = run(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_TRACES_SAMPLER", "sometimes"))) {
            assertThat(api.awaitExit()).isEqualTo(1);
            assertThat(api.lines())
                    .anyMatch(line -> line.startsWith("viewtally: the settings of OpenTelemetry are not valid: ")
                            && line.contains("OTEL_TRACES_SAMPLER"));
        }
    }

    private ChildProcess run(Map<String, String> settings, String... options) throws IOException {
        Map<String, String> env = new HashMap<>(table.clientEnvironment());
        env.putAll(Map.of(
                "HTTP_PORT", "0",
                "DYNAMODB_ENDPOINT", table.endpoint().toString(),
                "JAVA_TOOL_OPTIONS", "-Xmx512m"));
        env.putAll(settings);
        String[] arguments = Arrays.copyOf(options, options.length + 1);
        arguments[options.length] = MAIN;
        return ChildProcess.java(System.getProperty("viewtally.api.jar"), env, arguments);
    }

    private static int portOf(ChildProcess api) {
        Matcher line = await().until(() -> LISTENING.matcher(String.join("\n", api.lines())), Matcher::find);
        return Integer.parseInt(line.group(1));
    }

    private static String view() {
        return "{\"userId\":\"u\",\"videoId\":\"v\",\"duration\":1}";
    }

    private HttpResponse<String> post(int port, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/views"))
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private void receive(HttpExchange request) throws IOException {
        exports.add(new String(request.getRequestBody().readAllBytes(), ISO_8859_1));
        request.sendResponseHeaders(200, -1);
        request.close();
    }
}
