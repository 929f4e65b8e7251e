package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An event source mapping of the template: it selects records of the stream, batches them and invokes a function.
 *
 * @param name logical id of the mapping
 * @param functionName logical id of the function
 * @param patterns filter patterns; a record must match one of them; without patterns all records match
 * @param batchSize maximum number of records in one invocation
 * @param batchingWindow maximum time to wait until a batch is full
 * @param tumblingWindow length of the tumbling windows; a batch belongs to one window
 */
public record MappingSettings(
        String name,
        String functionName,
        List<String> patterns,
        int batchSize,
        Duration batchingWindow,
        Duration tumblingWindow) {

    /**
     * Reads a mapping.
     *
     * @param aliases function names by alias name
     */
    static MappingSettings of(String name, Properties properties, Map<String, String> aliases) {
        int tumblingSeconds = properties.number("TumblingWindowInSeconds", 0);
        if (tumblingSeconds <= 0) {
            throw new StartupException(
                    name + " needs TumblingWindowInSeconds: without it, a function does not receive the shard id");
        }
        MappingSettings settings = new MappingSettings(
                name,
                functionName(name, properties.text("FunctionName"), aliases),
                properties.value("FilterCriteria").isEmpty()
                        ? List.of()
                        : patterns(properties.nested("FilterCriteria")),
                properties.number("BatchSize", 100),
                Duration.ofSeconds(properties.number("MaximumBatchingWindowInSeconds", 0)),
                Duration.ofSeconds(tumblingSeconds));
        properties.text("EventSourceArn");
        properties.requireValue("EventSourceArn", "Table.StreamArn");
        properties.text("StartingPosition");
        properties.requireValue("StartingPosition", "TRIM_HORIZON");
        properties.requireValue("ParallelizationFactor", 1);
        properties.requireValue("BisectBatchOnFunctionError", false);
        properties.requireValue("MaximumRetryAttempts", -1);
        properties.text("FunctionResponseTypes");
        properties.requireValue("FunctionResponseTypes", List.of("ReportBatchItemFailures"));
        properties.requireValue("Enabled", true);
        // The local system retries without limit: it has no failure bucket, and its stream is rarely a day old.
        properties.ignore("MaximumRecordAgeInSeconds", "DestinationConfig", "MetricsConfig");
        properties.requireAllRead();
        return settings;
    }

    private static String functionName(String name, String alias, Map<String, String> aliases) {
        if (!aliases.containsKey(alias)) {
            throw new StartupException(name + ".FunctionName is not an alias of the template: " + alias);
        }
        return aliases.get(alias);
    }

    private static List<String> patterns(Properties criteria) {
        List<Properties> filters = criteria.nestedList("Filters");
        List<String> patterns =
                filters.stream().map(filter -> filter.text("Pattern")).toList();
        filters.forEach(Properties::requireAllRead);
        criteria.requireAllRead();
        return patterns;
    }
}
