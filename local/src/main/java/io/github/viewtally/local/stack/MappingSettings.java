package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An event source mapping of the template: which records of the stream go to which function, and how they are batched.
 *
 * @param name its logical id
 * @param functionName the logical id of the function it invokes
 * @param patterns the filters; a record passes that matches any, and any record where there are none
 * @param batchSize most records of one invocation
 * @param batchingWindow longest wait for a batch to fill
 * @param tumblingWindow length of the windows that batches never straddle
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
     * @param aliases the template's aliases, each with its function
     */
    static MappingSettings of(String name, Properties properties, Map<String, String> aliases) {
        int tumblingSeconds = properties.number("TumblingWindowInSeconds", 0);
        if (tumblingSeconds <= 0) {
            throw new StartupException(
                    name + " needs TumblingWindowInSeconds: without it no function is told its shard");
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
        properties.only("EventSourceArn", "Table.StreamArn");
        properties.text("StartingPosition");
        properties.only("StartingPosition", "TRIM_HORIZON");
        properties.only("ParallelizationFactor", 1);
        properties.only("BisectBatchOnFunctionError", false);
        properties.only("MaximumRetryAttempts", -1);
        properties.text("FunctionResponseTypes");
        properties.only("FunctionResponseTypes", List.of("ReportBatchItemFailures"));
        properties.only("Enabled", true);
        // Nothing is given up here: there is no bucket for it, and the stream of a local database is seldom a day old.
        properties.deploymentOnly("MaximumRecordAgeInSeconds", "DestinationConfig", "MetricsConfig");
        properties.nothingElse();
        return settings;
    }

    private static String functionName(String name, String alias, Map<String, String> aliases) {
        if (!aliases.containsKey(alias)) {
            throw new StartupException(name + ".FunctionName is no alias of the template: " + alias);
        }
        return aliases.get(alias);
    }

    private static List<String> patterns(Properties criteria) {
        List<Properties> filters = criteria.nestedList("Filters");
        List<String> patterns =
                filters.stream().map(filter -> filter.text("Pattern")).toList();
        filters.forEach(Properties::nothingElse);
        criteria.nothingElse();
        return patterns;
    }
}
