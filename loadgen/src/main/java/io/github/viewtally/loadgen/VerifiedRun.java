package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.removal.Removal;
import io.github.viewtally.loadgen.removal.Remover;
import io.github.viewtally.loadgen.report.Progress;
import io.github.viewtally.loadgen.report.RemovalReport;
import io.github.viewtally.loadgen.report.VerificationReport;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.run.RetryPolicy;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.RunResult;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.verify.Verification;
import io.github.viewtally.loadgen.verify.Verifier;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** What follows a run with {@code --verify}: its verification, and the removal of its events. It blocks. */
final class VerifiedRun {

    /** How to verify; {@code keep} leaves the events where they are. */
    record Options(Verifier.Rest rest, boolean keep) {}

    private final Context context;
    private final RunSession.Output printed;
    private final CheckedOutput output;
    private final Options options;
    private final String idPrefix;
    private final Verifier verifier;
    private final Remover remover;

    /** {@code reader} has connections of its own, so that no reading waits behind the traffic of {@code client}. */
    VerifiedRun(
            Context context,
            RunSession.Traffic traffic,
            Options options,
            ApiClient client,
            ApiClient reader,
            RunSession.Output printed) {
        this.context = requireNonNull(context);
        this.printed = requireNonNull(printed);
        this.output = printed.checked();
        this.options = requireNonNull(options);
        TrafficMix mix = traffic.mix();
        RunPlan plan = traffic.plan();
        this.idPrefix = mix.idPrefix();
        this.verifier = new Verifier(context, reader, mix, options.rest());
        this.remover = new Remover(
                context,
                client,
                new EventSender(context.owner(), client, plan.connections(), RetryPolicy.DEFAULT),
                new SummaryReader(reader, Clock.systemUTC()),
                new Remover.Limits(
                        plan.patience(), options.rest().pause(), options.rest().wrong()));
    }

    Verifier verifier() {
        return verifier;
    }

    /** The number of events deleted so far. */
    long deleted() {
        return remover.deleted();
    }

    /** Adds to the report what it finds, and returns whether nothing is wrong. Does not verify if nobody can read it. */
    boolean finish(RunResult result, JsonObject json) throws InterruptedException {
        if (output.hasFailed()) {
            return !options.keep() && remove(options.rest().right(), json);
        }
        Verification verification;
        try {
            verification = verifier.after();
        } catch (ApiException e) {
            json.put("verification", new JsonObject().put("error", e.getMessage()));
            output.err("loadgen: NOT verified, the totals cannot be read: " + e.getMessage() + "\n");
            keep("their totals cannot be read", json);
            return false;
        }
        VerificationReport report = new VerificationReport(result, verification);
        json.put("verification", report.json());
        print(report.text());
        if (options.keep()) {
            keep("--keep", json);
            return verification.drift() == 0;
        }
        if (verification.drift() != 0) {
            keep("their totals are wrong", json);
            return false;
        }
        // What is in doubt may still be stored, and then counted.
        return remove(
                verification.keysInDoubt() == 0 ? Duration.ZERO : options.rest().right(), json);
    }

    private boolean remove(Duration rest, JsonObject json) throws InterruptedException {
        Progress progress = new Progress(
                context, output, Terminal.isThere(), () -> "removing: " + remover.deleted() + " events deleted");
        if (printed.removalProgress()) {
            progress.start();
        }
        Removal removal = remover.remove(verifier.ids(SummaryKind.USERS), verifier.ids(SummaryKind.VIDEOS), rest);
        if (printed.removalProgress()) {
            progress.stop().await();
        }
        RemovalReport report = new RemovalReport(idPrefix, removal);
        json.put("removal", report.json());
        print(report.text());
        return removal.isComplete();
    }

    private void keep(String reason, JsonObject json) {
        json.put("kept", new JsonObject().put("idPrefix", idPrefix).put("reason", reason));
        print(RemovalReport.kept(idPrefix, reason));
    }

    private void print(String text) {
        if (!printed.json()) {
            output.out(text);
        }
    }
}
