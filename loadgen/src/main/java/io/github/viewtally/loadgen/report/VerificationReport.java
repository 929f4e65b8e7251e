package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.TrafficRun.RunResult;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.verify.VerificationResult;
import io.github.viewtally.loadgen.verify.VerificationResult.CounterCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Reports whether the API counted what it acknowledged, as text and as JSON. */
public final class VerificationReport {
    private final RunResult result;
    private final VerificationResult verification;

    public VerificationReport(RunResult result, VerificationResult verification) {
        this.result = requireNonNull(result);
        this.verification = requireNonNull(verification);
    }

    /** Returns lines that end in a newline. */
    public String text() {
        StringBuilder text = new StringBuilder(statusLine()).append("\n");
        text.append(String.format(
                Locale.ROOT, "  %-10s%16s%12s%12s%8s%n", "counter", "must be", "videos", "users", "drift"));
        for (Counter counter : Counter.values()) {
            CounterCheck videos = check(SummaryKind.VIDEOS, counter);
            CounterCheck users = check(SummaryKind.USERS, counter);
            text.append(String.format(
                    Locale.ROOT,
                    "  %-10s%16s%12d%12d%8d%n",
                    counter.field(),
                    range(videos),
                    videos.counted(),
                    users.counted(),
                    videos.drift() + users.drift()));
        }
        verification.mismatches().forEach(line -> text.append("  ").append(line).append("\n"));
        long more = verification.wrongTotals() - verification.mismatches().size();
        return text.append(more > 0 ? "  and " + more + " more\n" : "")
                .append(freshness())
                .toString();
    }

    /** Returns a line such as {@code verified: 5000 sent = 5000 acknowledged = 5000 counted, drift 0}. */
    private String statusLine() {
        long sent = result.warmUp().sent() + result.measured().sent();
        long acknowledged = result.warmUp().acknowledged() + result.measured().acknowledged();
        String doubt = verification.keysInDoubt() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%d votes and views are in doubt: stored or not, both are correct)",
                        verification.keysInDoubt());
        if (verification.drift() != 0) {
            return String.format(
                    Locale.ROOT,
                    "NOT verified: %d sent, %d acknowledged, drift %d in %d totals%s",
                    sent,
                    acknowledged,
                    verification.drift(),
                    verification.wrongTotals(),
                    doubt);
        }
        String relation = sent == acknowledged ? "=" : ">";
        return String.format(
                Locale.ROOT,
                "verified: %d sent %s %d acknowledged = %d counted, drift 0%s",
                sent,
                relation,
                acknowledged,
                acknowledged,
                doubt);
    }

    private String freshness() {
        String unseen = verification.freshness().unseen() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "   %d never seen",
                        verification.freshness().unseen());
        return String.format(
                Locale.ROOT,
                "freshness of %d probes, from acknowledgement to summary:%n  %s%s%n",
                verification.freshness().micros().getTotalCount(),
                LatencyFormat.text(verification.freshness().micros()),
                unseen);
    }

    public JsonObject json() {
        JsonArray counters = new JsonArray();
        verification.checks().forEach(check -> counters.add(json(check)));
        return new JsonObject()
                .put("drift", verification.drift())
                .put("wrongTotals", verification.wrongTotals())
                .put("mismatches", new JsonArray(verification.mismatches()))
                .put("keysInDoubt", verification.keysInDoubt())
                .put("settledMillis", verification.settled().toMillis())
                .put("counters", counters)
                .put(
                        "freshnessMillis",
                        LatencyFormat.json(verification.freshness().micros())
                                .put("unseen", verification.freshness().unseen()));
    }

    private static JsonObject json(CounterCheck check) {
        return new JsonObject()
                .put("of", check.kind().name().toLowerCase(Locale.ROOT))
                .put("counter", check.counter().field())
                .put("least", check.min())
                .put("most", check.max())
                .put("counted", check.counted())
                .put("drift", check.drift());
    }

    private CounterCheck check(SummaryKind kind, Counter counter) {
        return verification.checks().stream()
                .filter(check -> check.kind() == kind && check.counter() == counter)
                .findFirst()
                .orElseThrow();
    }

    private static String range(CounterCheck check) {
        return check.min() == check.max() ? Long.toString(check.min()) : check.min() + ".." + check.max();
    }
}
