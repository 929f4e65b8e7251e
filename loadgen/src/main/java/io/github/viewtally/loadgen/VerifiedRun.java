package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.cleanup.Cleanup;
import io.github.viewtally.loadgen.cleanup.Cleanup.CleanupResult;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.report.CleanupReport;
import io.github.viewtally.loadgen.report.ProgressPrinter;
import io.github.viewtally.loadgen.report.VerificationReport;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.run.RetryPolicy;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.TrafficRun.RunResult;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.verify.ExpectedTotals;
import io.github.viewtally.loadgen.verify.VerificationResult;
import io.github.viewtally.loadgen.verify.Verifier;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** Verifies a run with {@code --verify} and deletes its events. It blocks and must not run on an event loop. */
final class VerifiedRun {

    /** The settings of {@code --verify}. With {@code keep}, the events are not deleted. */
    record VerifySetup(Verifier.SettleTimes settleTimes, boolean keep, ExpectedTotals.ApiSettings api) {}

    private final Context context;
    private final RunSession.OutputSetup outputSetup;
    private final CheckedOutput output;
    private final VerifySetup verifySetup;
    private final String idPrefix;
    private final Verifier verifier;
    private final Cleanup cleanup;

    /** {@code reader} has its own connections, so that reads do not wait for the traffic of {@code client}. */
    VerifiedRun(
            Context context,
            RunSession.TrafficSetup traffic,
            VerifySetup verifySetup,
            ApiClient client,
            ApiClient reader,
            RunSession.OutputSetup outputSetup) {
        this.context = requireNonNull(context);
        this.outputSetup = requireNonNull(outputSetup);
        this.output = outputSetup.checked();
        this.verifySetup = requireNonNull(verifySetup);
        TrafficMix mix = traffic.mix();
        RunPlan plan = traffic.plan();
        this.idPrefix = mix.idPrefix();
        this.verifier = new Verifier(context, reader, mix, verifySetup.settleTimes(), verifySetup.api());
        this.cleanup = new Cleanup(
                context,
                client,
                new EventSender(context.owner(), client, plan.connections(), RetryPolicy.DEFAULT),
                new SummaryReader(reader, Clock.systemUTC()),
                new Cleanup.Limits(
                        plan.eventTimeout(),
                        verifySetup.settleTimes().pollInterval(),
                        verifySetup.settleTimes().ifWrong()));
    }

    Verifier verifier() {
        return verifier;
    }

    /** Returns the number of events deleted so far. */
    long deleted() {
        return cleanup.deleted();
    }

    /**
     * Verifies the run, deletes its events, and adds both results to the report. Skips the verification if the output is
     * closed.
     *
     * @return whether the totals are correct, and also zero again if the events were deleted
     */
    boolean finish(RunResult result, JsonObject json) throws InterruptedException {
        if (output.hasFailed()) {
            return !verifySetup.keep() && cleanUp(verifySetup.settleTimes().ifCorrect(), json);
        }
        VerificationResult verification;
        try {
            verification = verifier.awaitResult();
        } catch (ApiException e) {
            json.put("verification", new JsonObject().put("error", e.getMessage()));
            output.err("loadgen: NOT verified, the totals cannot be read: " + e.getMessage() + "\n");
            reportKept("their totals cannot be read", json);
            return false;
        }
        VerificationReport report = new VerificationReport(result, verification);
        json.put("verification", report.json());
        print(report.text());
        if (verifySetup.keep()) {
            reportKept("--keep", json);
            return verification.drift() == 0;
        }
        if (verification.drift() != 0) {
            reportKept("their totals are wrong", json);
            return false;
        }
        // Events in doubt may be stored and counted later.
        return cleanUp(
                verification.keysInDoubt() == 0
                        ? Duration.ZERO
                        : verifySetup.settleTimes().ifCorrect(),
                json);
    }

    private boolean cleanUp(Duration settleTime, JsonObject json) throws InterruptedException {
        ProgressPrinter progress = new ProgressPrinter(
                context, output, Terminal.isInteractive(), () -> "removing: " + cleanup.deleted() + " events deleted");
        if (outputSetup.cleanupProgress()) {
            progress.start();
        }
        CleanupResult result =
                cleanup.run(verifier.ids(SummaryKind.USERS), verifier.ids(SummaryKind.VIDEOS), settleTime);
        if (outputSetup.cleanupProgress()) {
            progress.stop().await();
        }
        CleanupReport report = new CleanupReport(idPrefix, result);
        json.put("removal", report.json());
        print(report.text());
        return result.isComplete();
    }

    private void reportKept(String reason, JsonObject json) {
        json.put("kept", new JsonObject().put("idPrefix", idPrefix).put("reason", reason));
        print(CleanupReport.kept(idPrefix, reason));
    }

    private void print(String text) {
        if (!outputSetup.json()) {
            output.out(text);
        }
    }
}
