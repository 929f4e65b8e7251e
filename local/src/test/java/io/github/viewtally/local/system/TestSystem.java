package io.github.viewtally.local.system;

import io.github.viewtally.local.stack.StackTemplate;
import java.util.HashMap;
import java.util.Map;

/** Starts local systems for tests, each on free ports. */
public final class TestSystem {

    private TestSystem() {}

    /**
     * Starts a system.
     *
     * @param settings environment variables besides those of the ports
     * @param parameters the parameters of the template that differ from their defaults
     */
    public static LocalSystem start(Map<String, String> settings, Map<String, String> parameters) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("HTTP_PORT", "0");
        env.put("DYNAMODB_LOCAL_PORT", "0");
        return LocalSystem.start(LocalConfig.fromEnv(env), StackTemplate.load(parameters));
    }
}
