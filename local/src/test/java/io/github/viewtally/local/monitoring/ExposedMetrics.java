package io.github.viewtally.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.monitoring.PromQuery.Condition;
import io.github.viewtally.local.monitoring.PromQuery.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of a scrape, with the values of their labels. */
final class ExposedMetrics {

    /** Prometheus adds these itself. */
    private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

    private static final String METRIC_OF_PROMETHEUS = "up";
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Map<String, Set<String>>> metrics = new HashMap<>();

    ExposedMetrics(String scrape) {
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
    }

    private void add(String line) {
        Matcher parts = LINE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        Map<String, Set<String>> labels = metrics.computeIfAbsent(parts.group(1), name -> new HashMap<>());
        if (parts.group(2) != null) {
            Matcher label = LABEL.matcher(parts.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        }
    }

    Set<String> names() {
        return metrics.keySet();
    }

    /** Checks that each metric, each label and each value of a condition exists. */
    void haveAll(PromQuery query) {
        Set<String> labels = new TreeSet<>(LABELS_OF_PROMETHEUS);
        for (Selector selector : query.selectors()) {
            if (!selector.metric().equals(METRIC_OF_PROMETHEUS)) {
                assertThat(metrics).as("metrics").containsKey(selector.metric());
                labels.addAll(metrics.get(selector.metric()).keySet());
            }
            selector.conditions().stream()
                    .filter(condition -> !LABELS_OF_PROMETHEUS.contains(condition.label()))
                    .forEach(condition -> has(selector.metric(), condition));
        }
        assertThat(labels).as("labels of " + query).containsAll(query.grouping());
    }

    private void has(String metric, Condition condition) {
        assertThat(metrics.getOrDefault(metric, Map.of())).as(metric).containsKey(condition.label());
        Set<String> values = metrics.get(metric).get(condition.label());
        if (!condition.operator().contains("~")) {
            assertThat(values).as(metric + " " + condition.label()).contains(condition.value());
            return;
        }
        for (String alternative : condition.value().split("\\|")) {
            assertThat(values)
                    .as(metric + " " + condition.label() + " " + alternative)
                    .anyMatch(value -> value.matches(alternative));
        }
    }
}
