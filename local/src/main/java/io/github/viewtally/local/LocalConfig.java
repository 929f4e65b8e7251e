package io.github.viewtally.local;

import io.github.viewtally.api.ApiConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of the local system, from the environment.
 *
 * @param api those of the API; its DYNAMODB_ENDPOINT, where set, is the database to use instead of starting one
 * @param dynamoDbPort DYNAMODB_LOCAL_PORT; 0 for any free one
 * @param dynamoDbDirectory DYNAMODB_LOCAL_DIR, where data is kept; empty for memory
 * @param region AWS_REGION; DynamoDB Local takes any
 * @param stackParameters STACK_PARAMETERS, values for the template's parameters: {@code Name=value,Name=value}
 */
public record LocalConfig(
        ApiConfig api,
        int dynamoDbPort,
        Optional<Path> dynamoDbDirectory,
        String region,
        Map<String, String> stackParameters) {

    /**
     * Reads the environment.
     *
     * @throws StartFailure naming every variable whose value cannot be used
     */
    public static LocalConfig fromEnv(Map<String, String> env) {
        List<String> faults = new ArrayList<>();
        Optional<ApiConfig> api = Optional.empty();
        try {
            api = Optional.of(ApiConfig.fromEnv(env));
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        Optional<Integer> port =
                ApiConfig.read(env, "DYNAMODB_LOCAL_PORT", ApiConfig::port, "a port from 0 to 65535", faults);
        Optional<Path> directory = ApiConfig.read(env, "DYNAMODB_LOCAL_DIR", Path::of, "a folder", faults);
        Optional<Map<String, String>> parameters = ApiConfig.read(
                env,
                "STACK_PARAMETERS",
                LocalConfig::parameters,
                "Name=value,Name=value (but the table is named by TABLE_NAME)",
                faults);
        Optional<String> region = ApiConfig.read(env, "AWS_REGION", Function.identity(), "a region", faults);
        if (!faults.isEmpty()) {
            throw new StartFailure(String.join("; ", faults));
        }
        return new LocalConfig(
                api.orElseThrow(),
                port.orElse(8000),
                directory,
                region.orElse("eu-central-1"),
                parameters.orElse(Map.of()));
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
