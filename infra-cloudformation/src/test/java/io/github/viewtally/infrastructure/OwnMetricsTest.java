package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.AuditFunction;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.Metric;
import io.github.viewtally.aggregators.lambda.EmbeddedMetrics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Alarms and dashboard use exactly the metrics that the functions emit. CloudWatch does not report a wrong name. */
class OwnMetricsTest {

    private static final Stack STACK = Stack.DATA;

    @Test
    void dashboardShowsExactlyTheMetricsOfTheFunctions() {
        List<String> shown = new ArrayList<>();
        String body = String.valueOf(
                Stack.map(STACK.properties("Dashboard").get("DashboardBody")).get("Fn::Sub"));
        for (Object widget : new JsonObject(body).getJsonArray("widgets")) {
            for (Object metric :
                    ((JsonObject) widget).getJsonObject("properties").getJsonArray("metrics")) {
                JsonArray names = (JsonArray) metric;
                if (names.getString(0).equals(EmbeddedMetrics.NAMESPACE)) {
                    shown.add(names.getString(1) + " " + names.getString(2) + "=" + names.getString(3));
                }
            }
        }
        Set<String> emitted = emitted(Metric.values());
        for (String metric :
                List.of(AuditFunction.SUBJECTS_AUDITED, AuditFunction.DRIFT_FOUND, AuditFunction.DRIFT_REPAIRED)) {
            emitted.add(metric + " " + EmbeddedMetrics.DIMENSION + "=" + AuditFunction.NAME);
        }
        assertThat(shown).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(emitted);
    }

    @Test
    void quarantineAlarmWatchesBothAggregators() {
        assertThat(watched("QuarantineAlarm")).containsExactlyInAnyOrderElementsOf(emitted(Metric.RECORDS_QUARANTINED));
    }

    @Test
    void driftAlarmWatchesTheAuditor() {
        assertThat(watched("DriftAlarm"))
                .containsExactly(
                        AuditFunction.DRIFT_FOUND + " " + EmbeddedMetrics.DIMENSION + "=" + AuditFunction.NAME);
    }

    @Test
    void alarmsWatchOnlyMetricsThatAreEmitted() {
        for (String alarm : STACK.ofType("AWS::CloudWatch::Alarm").keySet()) {
            if (!alarm.equals("DriftAlarm")) {
                assertThat(emitted(Metric.values())).as(alarm).containsAll(watched(alarm));
            }
        }
    }

    /** The functions' own metrics that an alarm watches. */
    private static List<String> watched(String alarm) {
        List<String> watched = new ArrayList<>();
        new Stack(alarm, STACK.properties(alarm)).walk((path, map) -> {
            if (EmbeddedMetrics.NAMESPACE.equals(map.get("Namespace"))) {
                List<String> dimensions = Stack.list(map.get("Dimensions")).stream()
                        .map(Stack::map)
                        .map(dimension -> dimension.get("Name") + "=" + dimension.get("Value"))
                        .toList();
                watched.add(map.get("MetricName") + " " + String.join(",", dimensions));
            }
        });
        return watched;
    }

    private static TreeSet<String> emitted(Metric... metrics) {
        TreeSet<String> emitted = new TreeSet<>();
        for (EventCounter counter : EventCounter.values()) {
            Arrays.stream(metrics)
                    .map(metric ->
                            metric.metricName() + " " + EmbeddedMetrics.DIMENSION + "=" + counter.aggregatorName())
                    .forEach(emitted::add);
        }
        return emitted;
    }
}
