package io.github.viewtally.api;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.api.http.HttpConfig;
import io.github.viewtally.api.summaries.CacheConfig;
import io.github.viewtally.api.table.TableConfig;
import java.util.Map;

/** The settings of the API, from the environment; those of one part stand together in the record of that part. */
public record ApiConfig(HttpConfig http, TableConfig table, CacheConfig cache) {

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming every variable whose value cannot be used
     */
    public static ApiConfig fromEnv(Map<String, String> env) {
        Settings settings = new Settings(env);
        ApiConfig config = read(settings);
        settings.check();
        return config;
    }

    /** Asks for every setting; whether all can be used is for the caller to check. */
    public static ApiConfig read(Settings settings) {
        TableConfig table = TableConfig.read(settings);
        return new ApiConfig(HttpConfig.read(settings, table.name()), table, CacheConfig.read(settings));
    }
}
