package io.github.viewtally.aggregators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the output against Amazon CloudWatch guide, "Specification: Embedded metric format". */
class EmbeddedMetricsTest {

    private static final long NOW = 1_795_000_000_123L;

    @Test
    void writesOneLineOfJsonWithADirectiveAndItsTargets() {
        InvocationMetrics metrics = new InvocationMetrics();
        metrics.add(Metric.RECORDS_COUNTED, 1_000);
        metrics.add(Metric.WRITE_UNITS, 658.5);
        Map<String, Object> root = parse(lineOf(metrics));

        Map<String, Object> metadata = map(root.get("_aws"));
        assertThat(metadata).containsOnlyKeys("Timestamp", "CloudWatchMetrics");
        assertThat(metadata.get("Timestamp")).as("whole milliseconds").isEqualTo(NOW);
        Map<String, Object> directive =
                map(list(metadata.get("CloudWatchMetrics")).get(0));
        assertThat(list(metadata.get("CloudWatchMetrics"))).hasSize(1);
        assertThat(directive).containsOnlyKeys("Namespace", "Dimensions", "Metrics");
        assertThat(directive).containsEntry("Namespace", "Viewtally");
        assertThat(directive).containsEntry("Dimensions", List.of(List.of("aggregator")));
        assertThat(root.get("aggregator")).as("a dimension's value is text").isEqualTo("views");

        List<Object> definitions = list(directive.get("Metrics"));
        assertThat(definitions).hasSizeBetween(1, 100).allSatisfy(definition -> {
            assertThat(map(definition)).containsOnlyKeys("Name", "Unit").containsEntry("Unit", "Count");
            assertThat(root.get(String.valueOf(map(definition).get("Name"))))
                    .as("a metric's value is a number")
                    .isInstanceOf(Number.class);
        });
        assertThat(definitions)
                .extracting(definition -> map(definition).get("Name"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toList()));
    }

    @Test
    void writesTheSumOfEachMetric() {
        InvocationMetrics metrics = new InvocationMetrics();
        for (Metric metric : Metric.values()) {
            metrics.add(metric, metric.ordinal());
            metrics.add(metric, 0.5 * metric.ordinal());
        }
        Map<String, Object> root = parse(lineOf(metrics));
        for (Metric metric : Metric.values()) {
            assertThat(((Number) root.get(metric.metricName())).doubleValue()).isEqualTo(1.5 * metric.ordinal());
        }
    }

    @Test
    void writesOneLineForEachInvocation() {
        String text = linesOf(new InvocationMetrics(), new InvocationMetrics());
        assertThat(text.lines()).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static String lineOf(InvocationMetrics metrics) {
        String text = linesOf(metrics);
        assertThat(text.lines()).hasSize(1);
        return text;
    }

    private static String linesOf(InvocationMetrics... invocations) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EmbeddedMetrics writer = new EmbeddedMetrics(
                "views",
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                InstantSource.fixed(Instant.ofEpochMilli(NOW)));
        Arrays.stream(invocations).forEach(writer);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> parse(String line) {
        return map(JacksonFactory.getInstance().getSerializer(Map.class).fromJson(line));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
