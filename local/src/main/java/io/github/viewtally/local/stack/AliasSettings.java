package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.util.Map;

/** Resolves versions and aliases of the template to functions. The local system has one version of each function. */
final class AliasSettings {

    private static final String VERSION = ".Version";

    private AliasSettings() {}

    /** Returns the logical id of the function that a version belongs to. */
    static String versionOf(String name, Properties version) {
        String function = version.text("FunctionName");
        version.ignore("Description");
        version.requireAllRead();
        return function;
    }

    /**
     * Returns the logical id of the function that an alias points to.
     *
     * @param versions function names by version name
     * @throws StartupException if the alias has a version that is not in the template or belongs to another function
     */
    static String functionOf(String name, Properties alias, Map<String, String> versions) {
        String function = alias.text("FunctionName");
        String version = alias.text("FunctionVersion");
        if (!version.endsWith(VERSION)
                || !function.equals(versions.get(version.substring(0, version.length() - VERSION.length())))) {
            throw new StartupException(name + ".FunctionVersion is not a version of " + function + ": " + version);
        }
        alias.ignore("Name", "Description");
        alias.requireAllRead();
        return function;
    }
}
