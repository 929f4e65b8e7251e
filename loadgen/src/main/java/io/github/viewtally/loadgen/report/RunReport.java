package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.RunCounters;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.RunResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells what became of a run: as lines for people, and as JSON for machines. */
public final class RunReport {
    private final RunPlan plan;
    private final RunResult result;

    public RunReport(RunPlan plan, RunResult result) {
        this.plan = requireNonNull(plan);
        this.result = requireNonNull(result);
    }

    /** One line, such as {@code 5000 sent, 5000 acknowledged, 0 failed in 10.0 s (499.8/s)}. */
    public static String counts(RunCounters tally) {
        return String.format(
                Locale.ROOT,
                "%d sent, %d acknowledged, %d failed in %.1f s (%.1f/s)",
                tally.sent(),
                tally.acknowledged(),
                tally.failed(),
                seconds(tally.elapsed()),
                tally.ratePerSecond());
    }

    /** Lines, each with a newline at its end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (!plan.warmUp().isZero()) {
            text.append("warm-up: ").append(tallyText(result.warmUp()));
        }
        text.append(tallyText(result.measured()));
        if (result.measured().micros().getTotalCount() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "latency of %d acknowledged requests, from the time at which each was meant to be sent:%n",
                    result.measured().micros().getTotalCount()));
            text.append("  ").append(Latency.text(result.measured().micros())).append("\n");
            text.append(HistogramPicture.of(result.measured().micros()));
        }
        return text.toString();
    }

    private String tallyText(RunCounters tally) {
        String text = counts(tally) + "\n";
        if (tally.failed() > 0) {
            String kinds = tally.failedByKind().entrySet().stream()
                    .map(kind -> kind.getValue() + " " + kind.getKey())
                    .collect(Collectors.joining(", "));
            text += String.format(
                    Locale.ROOT, "failed: %s; %d of them may be stored all the same%n", kinds, tally.inDoubt());
        }
        if (tally.notSent() > 0) {
            text += String.format(
                    Locale.ROOT,
                    "not sent: %d, because %d events were open when their time came%n",
                    tally.notSent(),
                    plan.mostOpen());
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
                .put("latencyMillis", Latency.json(result.measured().micros()));
    }

    private static JsonObject json(RunCounters tally) {
        JsonObject kinds = new JsonObject();
        tally.failedByKind().forEach(kinds::put);
        return new JsonObject()
                .put("sent", tally.sent())
                .put("acknowledged", tally.acknowledged())
                .put("failed", tally.failed())
                .put("failedByKind", kinds)
                .put("inDoubt", tally.inDoubt())
                .put("notSent", tally.notSent())
                .put("seconds", seconds(tally.elapsed()))
                .put("perSecond", tally.ratePerSecond());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
