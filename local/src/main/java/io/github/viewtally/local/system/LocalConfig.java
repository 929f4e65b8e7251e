package io.github.viewtally.local.system;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.config.Settings;
import io.github.viewtally.local.startup.StartupException;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the local system, from the environment.
 *
 * @param api the settings of the API; if its DYNAMODB_ENDPOINT is set, that database is used and none is started
 * @param dynamoDbPort port of DynamoDB Local; 0 for any free port
 * @param dynamoDbDirectory folder of the data; empty to keep the data in memory
 * @param throughputLimits limits of a proxy between all clients and the database; empty for no proxy
 * @param region AWS region; DynamoDB Local accepts any
 * @param auditInterval time between two audits; empty for no audits
 * @param stackParameters values for the template's parameters
 */
public record LocalConfig(
        ApiConfig api,
        int dynamoDbPort,
        Optional<Path> dynamoDbDirectory,
        Optional<ThroughputLimits> throughputLimits,
        String region,
        Optional<Duration> auditInterval,
        Map<String, String> stackParameters) {

    /**
     * Reads the environment.
     *
     * @throws StartupException naming every variable that has an invalid value
     */
    public static LocalConfig fromEnv(Map<String, String> env) {
        Settings settings = new Settings(env);
        LocalConfig config = read(settings);
        try {
            settings.check();
        } catch (IllegalArgumentException e) {
            throw new StartupException(e.getMessage());
        }
        return config;
    }

    /** Describes every variable with its default. */
    public static String help() {
        Settings settings = new Settings(Map.of());
        read(settings);
        return settings.help();
    }

    private static LocalConfig read(Settings settings) {
        return new LocalConfig(
                ApiConfig.read(settings, false),
                settings.port("DYNAMODB_LOCAL_PORT", 8000, "The port of DynamoDB Local; 0 for any free one."),
                settings.optional(
                        "DYNAMODB_LOCAL_DIR",
                        Path::of,
                        "a folder",
                        "The folder of DynamoDB Local's data. Default: the data is in memory."),
                settings.optional(
                        "DYNAMODB_MODEL",
                        ThroughputLimits::parse,
                        "aws, or like aws,scale=0.1,burst=300,hold=15,shards=4",
                        "aws gives the database the limits of DynamoDB; also as -Dmodel=aws. Default: no limits."),
                settings.text("AWS_REGION", "eu-central-1", "The region; DynamoDB Local accepts any."),
                auditInterval(settings.integer(
                        "AUDIT_SECONDS",
                        60,
                        0,
                        86_400,
                        "The time between two audits, which repair totals that are wrong; 0 for none.")),
                settings.optional(
                                "STACK_PARAMETERS",
                                LocalConfig::parameters,
                                "Name=value,Name=value (but the table is named by TABLE_NAME)",
                                "Values for the template's parameters, as in BatchingWindowSeconds=0,BatchSize=100.")
                        .orElse(Map.of()));
    }

    private static Optional<Duration> auditInterval(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String assignment : text.split(",")) {
            String[] parts = assignment.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException(assignment);
            }
            if (parts[0].trim().equals("TableName")) {
                throw new IllegalArgumentException(assignment);
            }
            parameters.put(parts[0].trim(), parts[1].trim());
        }
        return parameters;
    }
}
