package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.RunCounters;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.TrafficRun.RunResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports the result of a run, as text and as JSON. */
public final class RunReport {
    private final RunPlan plan;
    private final RunResult result;

    public RunReport(RunPlan plan, RunResult result) {
        this.plan = requireNonNull(plan);
        this.result = requireNonNull(result);
    }

    /** Returns one line, such as {@code 5000 sent, 5000 acknowledged, 0 failed in 10.0 s (499.8/s)}. */
    public static String counts(RunCounters counters) {
        return String.format(
                Locale.ROOT,
                "%d sent, %d acknowledged, %d failed in %.1f s (%.1f/s)",
                counters.sent(),
                counters.acknowledged(),
                counters.failed(),
                seconds(counters.elapsed()),
                counters.ratePerSecond());
    }

    /** Returns lines that end in a newline. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (!plan.warmUp().isZero()) {
            text.append("warm-up: ").append(countersText(result.warmUp()));
        }
        text.append(countersText(result.measured()));
        if (result.measured().micros().getTotalCount() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "latency of %d acknowledged requests, from the scheduled time of each:%n",
                    result.measured().micros().getTotalCount()));
            text.append("  ")
                    .append(LatencyFormat.text(result.measured().micros()))
                    .append("\n");
            text.append(HistogramChart.of(result.measured().micros()));
        }
        return text.toString();
    }

    private String countersText(RunCounters counters) {
        String text = counts(counters) + "\n";
        if (counters.failed() > 0) {
            String kinds = counters.failedByKind().entrySet().stream()
                    .map(kind -> kind.getValue() + " " + kind.getKey())
                    .collect(Collectors.joining(", "));
            text += String.format(
                    Locale.ROOT, "failed: %s; %d of them may be stored nevertheless%n", kinds, counters.inDoubt());
        }
        if (counters.notSent() > 0) {
            text += String.format(
                    Locale.ROOT,
                    "not sent: %d, because %d events were in flight or queued%n",
                    counters.notSent(),
                    plan.maxOpen());
        }
        return text;
    }

    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("askedPerSecond", plan.schedule().rate())
                .put("batch", plan.batch())
                .put("connections", plan.connections());
        if (!plan.warmUp().isZero()) {
            json.put("warmUp", json(result.warmUp()));
        }
        return json.mergeIn(json(result.measured()))
                .put("latencyMillis", LatencyFormat.json(result.measured().micros()));
    }

    private static JsonObject json(RunCounters counters) {
        JsonObject kinds = new JsonObject();
        counters.failedByKind().forEach(kinds::put);
        return new JsonObject()
                .put("sent", counters.sent())
                .put("acknowledged", counters.acknowledged())
                .put("failed", counters.failed())
                .put("failedByKind", kinds)
                .put("inDoubt", counters.inDoubt())
                .put("notSent", counters.notSent())
                .put("seconds", seconds(counters.elapsed()))
                .put("perSecond", counters.ratePerSecond());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
