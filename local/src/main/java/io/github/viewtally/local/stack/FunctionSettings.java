package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.time.Duration;
import java.util.Map;

/**
 * A Lambda function of the template.
 *
 * @param name logical id of the function
 * @param handlerClass name of the handler class
 * @param timeout maximum duration of one invocation
 */
public record FunctionSettings(String name, String handlerClass, Duration timeout) {

    private static final String VERSION = ".Version";

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

    /** Returns the logical id of the function that a version belongs to. */
    static String nameOfVersion(Properties version) {
        String function = version.text("FunctionName");
        version.ignore("Description");
        version.requireAllRead();
        return function;
    }

    /**
     * Returns the logical id of the function that an alias points to. The local system has one version of each function.
     *
     * @param alias the logical id of the alias
     * @param versions function names by version name
     * @throws StartupException if the alias has a version that is not in the template or belongs to another function
     */
    static String nameOfAlias(String alias, Properties properties, Map<String, String> versions) {
        String function = properties.text("FunctionName");
        String version = properties.text("FunctionVersion");
        if (!version.endsWith(VERSION)
                || !function.equals(versions.get(version.substring(0, version.length() - VERSION.length())))) {
            throw new StartupException(alias + ".FunctionVersion is not a version of " + function + ": " + version);
        }
        properties.ignore("Name", "Description");
        properties.requireAllRead();
        return function;
    }
}
