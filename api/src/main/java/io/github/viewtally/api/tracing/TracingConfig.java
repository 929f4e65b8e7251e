package io.github.viewtally.api.tracing;

import io.github.viewtally.api.config.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of tracing: the variables of OpenTelemetry ("Environment Variable Specification" and "OpenTelemetry
 * Protocol Exporter" of its specification) with their standard meaning. All others that begin with OTEL_ work too.
 *
 * @param variables empty if tracing is off
 */
public record TracingConfig(Optional<Map<String, String>> variables) {

    private static final String PREFIX = "OTEL_";
    private static final String NONE = "none";

    /** Reads the settings. {@link #open} checks those that only OpenTelemetry knows. */
    public static TracingConfig read(Settings settings) {
        boolean hasEndpoint = settings.url(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "The URL of an OpenTelemetry collector (OTLP over HTTP). It turns tracing on.")
                .isPresent();
        Optional<String> exporter = settings.optional(
                "OTEL_TRACES_EXPORTER",
                TracingConfig::exporter,
                "otlp or none",
                "otlp turns tracing on, without OTEL_EXPORTER_OTLP_ENDPOINT to http://localhost:4318; none turns it off.");
        boolean disabled =
                settings.flag("OTEL_SDK_DISABLED", false, "Whether tracing is off, whatever other variables say.");
        settings.text("OTEL_SERVICE_NAME", OpenTelemetryDefaults.SERVICE_NAME, "The name of the service in its spans.");
        settings.text(
                "OTEL_TRACES_SAMPLER",
                OpenTelemetryDefaults.SAMPLER,
                "Which requests are traced, such as traceidratio.");
        settings.optional(
                "OTEL_TRACES_SAMPLER_ARG",
                text -> text,
                "a text",
                "The part of the requests for a sampler by ratio, such as 0.01.");
        boolean wanted = exporter.map(name -> !name.equals(NONE)).orElse(hasEndpoint);
        return new TracingConfig(wanted && !disabled ? Optional.of(settings.withPrefix(PREFIX)) : Optional.empty());
    }

    private static String exporter(String text) {
        if (!text.equals("otlp") && !text.equals(NONE)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /**
     * Starts tracing if it is on. Call it before Vert.x starts.
     *
     * @throws IllegalArgumentException naming a variable with an invalid value
     */
    public Tracing open() {
        return variables.isPresent() ? OpenTelemetryDefaults.start(variables.get()) : Tracing.OFF;
    }
}
