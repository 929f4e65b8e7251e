package io.github.viewtally.api.ops;

import io.github.viewtally.api.config.Settings;

/** Whether requests are logged. */
public record AccessLogConfig(boolean on) {

    public static AccessLogConfig read(Settings settings, boolean defaultValue) {
        return new AccessLogConfig(
                settings.flag("ACCESS_LOG", defaultValue, "Whether each request is logged as JSON."));
    }
}
