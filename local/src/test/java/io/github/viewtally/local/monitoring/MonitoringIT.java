package io.github.viewtally.local.monitoring;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.testsupport.process.Programs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;

/** The Grafana dashboard, the alerts and the list of metrics name only what a running system exposes. */
@Timeout(180)
class MonitoringIT {

    private static final Path DOCS = Path.of("../docs");
    private static final Path FOLDER = DOCS.resolve("monitoring");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** A metric in the first column of a table. */
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\|");

    private static final Pattern LABEL_OF_ANNOTATION = Pattern.compile("\\$labels\\.(\\w+)");

    private static ExposedMetrics exposed;

    @BeforeAll
    static void scrapeASystemWithTraffic() throws Exception {
        // Without live streams, a request for one is refused with 503.
        Map<String, String> settings =
                Map.of("MANAGEMENT_PORT", "off", "AUDIT_SECONDS", "1", "MAX_LIVE_CONNECTIONS", "0", "CACHE_MS", "1000");
        try (TestSystem system = new TestSystem(settings, Map.of("BatchingWindowSeconds", "0"))) {
            system.startAudits();
            JsonClient api = new JsonClient(system.url());
            JsonObject event = new JsonObject().put("userId", "u").put("videoId", "v");
            JsonObject view = event.copy().put("duration", 1);
            api.post("/views", view);
            api.post("/votes", event.copy().put("voteType", "LIKE"));
            api.post(
                    "/events",
                    new JsonObject()
                            .put("events", new JsonArray().add(view.copy().put("type", "VIEW"))));
            api.send("GET", "/videos/v/summary/live");
            api.send("GET", "/users/u/export");
            await().until(() -> api.get("/videos/v/summary").getLong("views") == 2);
            System.gc();
            await().until(() -> api.metric("audit_subjects_total") > 0);
            await().until(() -> api.send("GET", "/metrics").body().contains("jvm_gc_pause_seconds_sum"));
            exposed = new ExposedMetrics(api.send("GET", "/metrics").body());
        }
    }

    @AfterAll
    static void forget() {
        exposed = null;
    }

    @Test
    void theDashboardShowsOnlyExposedMetrics() throws IOException {
        JsonObject dashboard = new JsonObject(Files.readString(FOLDER.resolve("grafana.json")));
        List<String> queries = new ArrayList<>();
        for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
            objects(panel.getJsonArray("targets", new JsonArray()))
                    .forEach(target -> queries.add(target.getString("expr")));
        }

        assertThat(queries).hasSizeGreaterThan(30).allSatisfy(query -> exposed.haveAll(PromQuery.parse(query)));
        assertThat(objects(dashboard.getJsonObject("templating").getJsonArray("list")).stream()
                        .filter(variable -> variable.getString("type").equals("query"))
                        .map(variable -> variable.getJsonObject("query").getString("query"))
                        .map(query -> query.replaceAll("label_values\\((\\w+)[{,].*", "$1")))
                .isNotEmpty()
                .allMatch(exposed.names()::contains);
    }

    @Test
    void theAlertsWatchOnlyExposedMetrics() throws IOException {
        List<Map<String, Object>> alerts = alerts();

        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            PromQuery query = PromQuery.parse(String.valueOf(alert.get("expr")));
            exposed.haveAll(query);
            List<String> labels = LABEL_OF_ANNOTATION
                    .matcher(String.valueOf(alert.get("annotations")))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            if (query.grouping().isEmpty()) {
                assertThat(labels).isSubsetOf("instance", "job");
            } else {
                assertThat(labels).isSubsetOf(query.grouping());
            }
        });
    }

    @Test
    void theDocumentationNamesOnlyExposedMetricsAndEveryAlert() throws IOException {
        String operations = Files.readString(DOCS.resolve("operations.md"));
        String metrics = operations.substring(operations.indexOf("## Metrics"), operations.indexOf("### A stall"));
        List<String> documented = DOCUMENTED
                .matcher(metrics)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(", ")))
                .map(name -> name.replace("`", ""))
                .toList();

        assertThat(documented)
                .hasSizeGreaterThan(15)
                .allMatch(name ->
                        exposed.names().contains(name) || exposed.names().contains(name + "_count"));
        String monitoring = Files.readString(DOCS.resolve("monitoring.md"));
        assertThat(alerts()).allSatisfy(alert -> assertThat(monitoring).contains("`" + alert.get("alert") + "`"));
    }

    @Test
    void promtoolAcceptsTheAlertsAndTheirTests() throws Exception {
        assumeTrue(Programs.find("promtool").isPresent(), "skipped: promtool is not installed");

        assertThat(Programs.run(FOLDER, TIMEOUT, "promtool", "check", "rules", "alerts.yaml"))
                .contains("SUCCESS");
        assertThat(Programs.run(FOLDER, TIMEOUT, "promtool", "test", "rules", "alerts-test.yaml"))
                .contains("SUCCESS");
    }

    private static List<Map<String, Object>> alerts() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Files.readString(FOLDER.resolve("alerts.yaml")));
        return file.get("groups").stream()
                .flatMap(group -> group.get("rules").stream())
                .toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
