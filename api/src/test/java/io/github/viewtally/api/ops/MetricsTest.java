package io.github.viewtally.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The metrics of the service contain no data of users. */
class MetricsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final int IDS = 50;

    @Test
    void hasNoIdOrUnknownPathInItsLabels() {
        requestManyPaths("alpha");
        Set<String> before = seriesOfRequests();
        requestManyPaths("omega");

        assertThat(seriesOfRequests()).isEqualTo(before);
        assertThat(scrape()).doesNotContain("alpha", "omega");
        Set<String> routes = new TreeSet<>(api.routes().methods().keySet());
        routes.add("none");
        assertThat(values("route", scrape())).isSubsetOf(routes).contains("none", "/users/{userId}/views");
        assertThat(values("method", scrape())).isSubsetOf("GET", "HEAD", "POST", "DELETE", "OPTIONS", "OTHER");
        assertThat(values("status", scrape())).allMatch(status -> status.matches("[1-5][0-9][0-9]"));
    }

    private static void requestManyPaths(String name) {
        for (int i = 0; i < IDS; i++) {
            String id = name + i;
            api.post("/views", Samples.VIEW.replace("\"u\"", '"' + id + '"'));
            api.post("/votes", Samples.VOTE.replace("\"v\"", '"' + id + '"'));
            api.post("/votes", id);
            api.get("/videos/" + id + "/summary");
            api.get("/users/" + id + "/views?limit=0");
            api.delete("/users/" + id + "/votes/" + id);
            api.get("/dashboard/" + id);
            api.get("/" + id);
            api.get("/" + id + "/" + id);
            api.send(HttpMethod.HEAD, "/users/" + id + "/summary");
            api.send(HttpMethod.valueOf("WORD-" + id), "/users/" + id + "/summary");
            unreadable(id);
        }
    }

    private static void unreadable(String id) {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /" + id + " " + id).response().hasStatus(400);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countsRequestsByRouteMethodAndStatus() {
        double stored = count("POST", "/views", 201);
        double refused = count("POST", "/views", 400);
        double unknown = count("GET", "none", 404);
        double wrongMethod = count("OTHER", "/views", 405);

        api.post("/views", Samples.VIEW).hasStatus(201);
        api.post("/views", Samples.VIEW).hasStatus(201);
        api.post("/views", "{}").hasStatus(400);
        api.get("/nothing").hasStatus(404);
        api.send(HttpMethod.PATCH, "/views", Map.of(), Buffer.buffer()).hasStatus(405);

        assertThat(count("POST", "/views", 201)).isEqualTo(stored + 2);
        assertThat(count("POST", "/views", 400)).isEqualTo(refused + 1);
        assertThat(count("GET", "none", 404)).isEqualTo(unknown + 1);
        assertThat(count("OTHER", "/views", 405)).isEqualTo(wrongMethod + 1);
    }

    @Test
    void countsTimesInBuckets() {
        api.get("/videos/v/summary").hasStatus(200);

        List<String> buckets = scrape().lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_bucket"))
                .filter(line -> line.contains("route=\"/videos/{videoId}/summary\"") && line.contains("\"200\""))
                .toList();
        assertThat(buckets).hasSize(15).last().asString().contains("le=\"+Inf\"");
        assertThat(value(buckets.get(14))).isEqualTo(count("GET", "/videos/{videoId}/summary", 200));
        assertThat(buckets.get(13)).contains("le=\"10.0\"");
    }

    @Test
    void showsOpenConnectionsAndRequestsInFlight() {
        String scrape = scrape();

        assertThat(line(scrape, "http_server_connections ")).isPositive();
        assertThat(line(scrape, "http_server_requests_active ")).isEqualTo(1);
    }

    @Test
    void measuresTheProcess() {
        PrometheusMeterRegistry registry = Registries.ofProcess();

        assertThat(registry.scrape())
                .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_uptime_seconds ");
        registry.close();
    }

    private static double count(String method, String route, int status) {
        return scrape().lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{method=\"" + method + "\",route=\""
                        + route + "\",status=\"" + status + "\"}"))
                .mapToDouble(MetricsTest::value)
                .sum();
    }

    private static double line(String scrape, String name) {
        return scrape.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(MetricsTest::value)
                .findFirst()
                .orElseThrow();
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static Set<String> seriesOfRequests() {
        Set<String> series = new TreeSet<>();
        scrape().lines()
                .filter(line -> line.startsWith("http_") && !line.contains("/metrics"))
                .forEach(line -> series.add(line.substring(0, line.lastIndexOf(' '))));
        return series;
    }

    private static Set<String> values(String label, String scrape) {
        Set<String> values = new TreeSet<>();
        Pattern.compile(label + "=\"([^\"]*)\"")
                .matcher(scrape)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(values::add);
        return values;
    }

    private static String scrape() {
        return api.get("/metrics").hasStatus(200).body().toString();
    }
}
