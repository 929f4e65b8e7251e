package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.util.Map;

/** Versions and aliases of the template: which function is meant by them. What version it is makes no difference here. */
final class AliasSettings {

    private static final String VERSION = ".Version";

    private AliasSettings() {}

    /** The logical id of the function that a version is of. */
    static String versionOf(String name, Properties version) {
        String function = version.text("FunctionName");
        version.deploymentOnly("Description");
        version.nothingElse();
        return function;
    }

    /**
     * The logical id of the function that an alias stands for.
     *
     * @param versions the template's versions, each with its function
     * @throws StartupException if its version is none of the template's, or of another function
     */
    static String functionOf(String name, Properties alias, Map<String, String> versions) {
        String function = alias.text("FunctionName");
        String version = alias.text("FunctionVersion");
        if (!version.endsWith(VERSION)
                || !function.equals(versions.get(version.substring(0, version.length() - VERSION.length())))) {
            throw new StartupException(name + ".FunctionVersion is no version of " + function + ": " + version);
        }
        alias.deploymentOnly("Name", "Description");
        alias.nothingElse();
        return function;
    }
}
