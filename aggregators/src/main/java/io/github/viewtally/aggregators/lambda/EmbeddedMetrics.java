package io.github.viewtally.aggregators.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes the metrics of each invocation as one line in the embedded metric format (Amazon CloudWatch guide, "Specification:
 * Embedded metric format"). Lambda passes the line to CloudWatch, so no call is made.
 */
public final class EmbeddedMetrics implements Consumer<InvocationMetrics> {

    public static final String NAMESPACE = "Viewtally";

    /** The dimension whose value is the aggregator's name. */
    public static final String DIMENSION = "aggregator";

    private static final JsonFactory JSON = new JsonFactory();

    private final String aggregatorName;
    private final PrintStream out;
    private final InstantSource clock;

    public EmbeddedMetrics(String aggregatorName, PrintStream out, InstantSource clock) {
        this.aggregatorName = aggregatorName;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void accept(InvocationMetrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            values.put(metric.metricName(), metrics.of(metric));
        }
        write(values);
    }

    /** Writes a line with these counts, by the names of their metrics. */
    public void write(Map<String, Double> values) {
        StringWriter line = new StringWriter(1_024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            writeDirective(json, values.keySet());
            json.writeStringField(DIMENSION, aggregatorName);
            for (Map.Entry<String, Double> value : values.entrySet()) {
                writeNumber(json, value.getKey(), value.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        out.println(line);
    }

    private void writeDirective(JsonGenerator json, Set<String> names) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", clock.millis());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        json.writeString(DIMENSION);
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (String name : names) {
            json.writeStartObject();
            json.writeStringField("Name", name);
            json.writeStringField("Unit", "Count");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String name, double number) throws IOException {
        if (number == Math.rint(number)) {
            json.writeNumberField(name, (long) number);
        } else {
            json.writeNumberField(name, number);
        }
    }
}
