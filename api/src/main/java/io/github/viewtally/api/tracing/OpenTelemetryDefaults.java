package io.github.viewtally.api.tracing;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the SDK of OpenTelemetry from its variables, with the defaults of this program. */
final class OpenTelemetryDefaults {

    static final String SERVICE_NAME = "viewtally-api";

    static final String SAMPLER = "parentbased_always_on";

    /** A property as the SDK names it in its messages. */
    private static final Pattern PROPERTY = Pattern.compile("\\botel(\\.[a-z0-9_-]+)+");

    /** The only protocol of the SDK's transport over the JDK's HTTP client. */
    private static final String PROTOCOL = "http/protobuf";

    /**
     * Only traces are exported: the metrics are at /metrics. The SDK refuses an empty sampler, which is how the template
     * of the API's stack leaves the choice to this program.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name",
            SERVICE_NAME,
            "otel.traces.exporter",
            "otlp",
            "otel.traces.sampler",
            SAMPLER,
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none",
            "otel.exporter.otlp.protocol",
            PROTOCOL);

    private static final List<String> PROTOCOL_VARIABLES =
            List.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");

    /** It would add a line to the message about an invalid value. */
    private static final Logger SDK_LOG = Logger.getLogger(AutoConfiguredOpenTelemetrySdkBuilder.class.getName());

    private OpenTelemetryDefaults() {}

    /**
     * Starts the SDK.
     *
     * @throws IllegalArgumentException naming a variable with an invalid value
     */
    static Tracing start(Map<String, String> variables) {
        Map<String, String> properties = new HashMap<>(DEFAULTS);
        if (variables.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", "").contains("service.name=")) {
            properties.remove("otel.service.name");
        }
        variables.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        requireProtocol(variables);
        SDK_LOG.setLevel(Level.WARNING);
        AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesCustomizer(environment -> properties);
        try {
            return new OpenTelemetryTracing(builder.build().getOpenTelemetrySdk());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(message(e), e);
        }
    }

    private static void requireProtocol(Map<String, String> variables) {
        for (String name : PROTOCOL_VARIABLES) {
            String protocol = variables.getOrDefault(name, PROTOCOL);
            if (!protocol.equals(PROTOCOL)) {
                throw new IllegalArgumentException(name + " must be " + PROTOCOL + ", and is: " + protocol);
            }
        }
    }

    /** Returns the messages of a failure and its causes, with the names of the variables. */
    private static String message(Throwable failure) {
        String text = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(Throwable::getMessage)
                .filter(message -> message != null)
                .distinct()
                .collect(Collectors.joining(": "));
        return PROPERTY.matcher("the settings of OpenTelemetry are not valid: " + text)
                .replaceAll(name -> name.group().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }
}
