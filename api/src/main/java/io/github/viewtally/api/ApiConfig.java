package io.github.viewtally.api;

import io.github.viewtally.api.auth.AuthConfig;
import io.github.viewtally.api.config.Settings;
import io.github.viewtally.api.events.ViewConfig;
import io.github.viewtally.api.limits.ClientRateConfig;
import io.github.viewtally.api.limits.LimitsConfig;
import io.github.viewtally.api.ops.HealthConfig;
import io.github.viewtally.api.server.BrowserConfig;
import io.github.viewtally.api.server.HttpConfig;
import io.github.viewtally.api.storage.TableConfig;
import io.github.viewtally.api.summaries.CacheConfig;
import io.github.viewtally.api.tracing.TracingConfig;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the API from the environment, one record for each part.
 *
 * @param auth empty if AUTH is off
 * @param accessLog whether requests are logged
 */
public record ApiConfig(
        HttpConfig http,
        TableConfig table,
        CacheConfig cache,
        Optional<AuthConfig> auth,
        LimitsConfig limits,
        BrowserConfig browsers,
        HealthConfig health,
        ClientRateConfig clientRate,
        boolean accessLog,
        ViewConfig views,
        TracingConfig tracing) {

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming every variable with an invalid value
     */
    public static ApiConfig fromEnv(Map<String, String> env) {
        Settings settings = new Settings(env);
        ApiConfig config = read(settings, true);
        settings.check();
        return config;
    }

    /**
     * Reads every setting. The caller calls {@link Settings#check}.
     *
     * @param standalone whether the API runs without the local system. By default it then logs requests and has a
     *     management port
     */
    public static ApiConfig read(Settings settings, boolean standalone) {
        TableConfig table = TableConfig.read(settings);
        return new ApiConfig(
                HttpConfig.read(settings, standalone),
                table,
                CacheConfig.read(settings),
                AuthConfig.read(settings),
                LimitsConfig.read(settings),
                BrowserConfig.read(settings),
                HealthConfig.read(settings),
                ClientRateConfig.read(settings),
                settings.flag("ACCESS_LOG", standalone, "Whether each request is logged as JSON."),
                ViewConfig.read(settings),
                TracingConfig.read(settings));
    }
}
