package io.github.viewtally.local.stack;

import java.time.Duration;

/**
 * A Lambda function of the template.
 *
 * @param name its logical id
 * @param handlerClass the class named by its handler
 * @param timeout the longest one invocation may take
 */
public record FunctionSettings(String name, String handlerClass, Duration timeout) {

    static FunctionSettings of(String name, Properties properties) {
        FunctionSettings settings = new FunctionSettings(
                name,
                properties.text("Handler").replaceFirst("::.*", ""),
                Duration.ofSeconds(properties.number("Timeout", 3)));
        properties.deploymentOnly(
                "FunctionName",
                "Description",
                "Runtime",
                "Architectures",
                "Code",
                "MemorySize",
                "Role",
                "SnapStart",
                "RecursiveLoop",
                "LoggingConfig",
                "Environment");
        properties.nothingElse();
        return settings;
    }
}
