package io.github.viewtally.local.stack;

import java.time.Duration;

/**
 * A Lambda function of the template.
 *
 * @param name logical id of the function
 * @param handlerClass name of the handler class
 * @param timeout maximum duration of one invocation
 */
public record FunctionSettings(String name, String handlerClass, Duration timeout) {

    static FunctionSettings of(String name, Properties properties) {
        FunctionSettings settings = new FunctionSettings(
                name,
                properties.text("Handler").replaceFirst("::.*", ""),
                Duration.ofSeconds(properties.number("Timeout", 3)));
        properties.ignore(
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
        properties.requireAllRead();
        return settings;
    }
}
