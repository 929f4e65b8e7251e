package io.github.viewtally.api.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.viewtally.api.ApiConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables of OpenTelemetry. */
class TracingConfigTest {

    private static final String ENDPOINT = "http://127.0.0.1:1";

    @Test
    void isOffByDefault() {
        assertThat(ApiConfig.fromEnv(Map.of()).tracing().open()).isSameAs(Tracing.OFF);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "OTEL_SERVICE_NAME=name",
                "OTEL_TRACES_SAMPLER=always_on",
                "OTEL_TRACES_EXPORTER=none",
                "OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=" + ENDPOINT,
                "OTEL_SDK_DISABLED=true OTEL_EXPORTER_OTLP_ENDPOINT=" + ENDPOINT,
                "OTEL_SDK_DISABLED=true OTEL_TRACES_EXPORTER=otlp"
            })
    void isOff(String variables) {
        assertThat(isOn(variables)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "OTEL_EXPORTER_OTLP_ENDPOINT=" + ENDPOINT,
                "OTEL_TRACES_EXPORTER=otlp",
                "OTEL_SDK_DISABLED=false OTEL_TRACES_EXPORTER=otlp",
                "OTEL_TRACES_EXPORTER=otlp OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.01",
                "OTEL_TRACES_EXPORTER=otlp OTEL_PROPAGATORS=tracecontext OTEL_BSP_MAX_QUEUE_SIZE=100",
                "OTEL_TRACES_EXPORTER=otlp OTEL_TRACES_SAMPLER= OTEL_TRACES_SAMPLER_ARG= OTEL_SERVICE_NAME="
            })
    void isOnIfAnExporterIsWanted(String variables) {
        assertThat(isOn(variables)).isTrue();
    }

    private static boolean isOn(String variables) {
        try (Tracing tracing = ApiConfig.fromEnv(env(variables)).tracing().open()) {
            return tracing.isOn();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318", "OTEL_TRACES_EXPORTER, zipkin", "OTEL_SDK_DISABLED, yes"
    })
    void reportsAnInvalidVariableLikeOtherSettings(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(Map.of(name, value)))
                .withMessageStartingWith(name + " must be ")
                .withMessageEndingWith("and is: " + value);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "OTEL_TRACES_SAMPLER, sometimes",
        "OTEL_BSP_MAX_QUEUE_SIZE, many",
        "OTEL_BSP_SCHEDULE_DELAY, soon",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, collector",
        "OTEL_EXPORTER_OTLP_COMPRESSION, zip",
        "OTEL_PROPAGATORS, pigeon"
    })
    void endsTheStartForAValueThatOnlyOpenTelemetryKnows(String name, String value) {
        TracingConfig config = ApiConfig.fromEnv(Map.of("OTEL_TRACES_EXPORTER", "otlp", name, value))
                .tracing();

        assertThatIllegalArgumentException()
                .isThrownBy(config::open)
                .withMessageStartingWith("the settings of OpenTelemetry are not valid: ")
                .withMessageContaining(value);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"})
    void refusesGrpcWithTheProtocolToUse(String name) {
        TracingConfig config = ApiConfig.fromEnv(Map.of("OTEL_TRACES_EXPORTER", "otlp", name, "grpc"))
                .tracing();

        assertThatIllegalArgumentException()
                .isThrownBy(config::open)
                .withMessage(name + " must be http/protobuf, and is: grpc");
    }

    @Test
    void namesTheVariableAndNotTheProperty() {
        TracingConfig config = ApiConfig.fromEnv(
                        Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_BSP_MAX_QUEUE_SIZE", "many"))
                .tracing();

        assertThatIllegalArgumentException()
                .isThrownBy(config::open)
                .withMessageContaining("OTEL_BSP_MAX_QUEUE_SIZE=many")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("otel."));
    }

    private static Map<String, String> env(String variables) {
        Map<String, String> env = new HashMap<>();
        for (String variable : variables.split(" ")) {
            String[] parts = variable.split("=", 2);
            env.put(parts[0], parts[1]);
        }
        return env;
    }
}
