package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.report.ProgressPrinter;
import io.github.viewtally.loadgen.report.RunProgress;
import io.github.viewtally.loadgen.report.RunReport;
import io.github.viewtally.loadgen.run.EventLog;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.run.RetryPolicy;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.TrafficRun;
import io.github.viewtally.loadgen.run.TrafficRun.RunResult;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.traffic.TrafficSource;
import io.github.viewtally.loadgen.traffic.UniqueTimestamps;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Executes one run and prints its report. It blocks and must not run on an event loop. */
final class RunSession {
    /** Shared by all runs of the process, so that two runs never create the same view. */
    private static final UniqueTimestamps TIMESTAMPS = new UniqueTimestamps(Clock.systemUTC());

    record Target(ApiOptions api, Duration timeout) {}

    record TrafficSetup(TrafficMix mix, long seed, RunPlan plan) {}

    record OutputSetup(CheckedOutput checked, boolean lines, boolean progress, boolean cleanupProgress, boolean json) {}

    private final ApiClient client;
    private final OutputSetup options;
    private final CheckedOutput output;
    private final RunPlan plan;
    private final EventLog log;
    private final Optional<VerifiedRun> verified;
    private final TrafficRun run;
    private final ProgressPrinter progress;

    /** The run is verified if {@code verification} is present. */
    RunSession(
            Vertx vertx,
            Target target,
            TrafficSetup traffic,
            Optional<VerifiedRun.VerifySetup> verification,
            OutputSetup options) {
        this.options = requireNonNull(options);
        this.output = options.checked();
        this.plan = traffic.plan();
        Context context = vertx.getOrCreateContext();
        this.client = target.api().newClient(vertx, plan.connections(), target.timeout());
        this.log = new EventLog(context, output, options.lines());
        this.verified =
                verification.map(how -> new VerifiedRun(context, traffic, how, client, reader(vertx, target), options));
        this.run = new TrafficRun(
                context,
                new TrafficSource(traffic.mix(), traffic.seed(), TIMESTAMPS),
                plan,
                new EventSender(vertx, client, plan.connections(), RetryPolicy.DEFAULT),
                listener());
        this.progress = new ProgressPrinter(
                context,
                output,
                Terminal.isInteractive(),
                new RunProgress(run::currentResult, ProgressPrinter.period(Terminal.isInteractive())));
    }

    /** Returns a client with its own connections, so that reads do not wait for the traffic. */
    private static ApiClient reader(Vertx vertx, Target target) {
        return target.api().newClient(vertx, 2, target.timeout());
    }

    private RunListener listener() {
        return verified.<RunListener>map(both -> (event, outcome) -> {
                    both.verifier().onOutcome(event, outcome);
                    log.onOutcome(event, outcome);
                })
                .orElse(log);
    }

    /** Executes the run and returns the exit code. */
    int run() throws InterruptedException {
        client.checkReachable().await();
        output.onFailure(run::stop);
        InterruptHandler interruptHandler = new InterruptHandler(
                run::stop, () -> verified.map(VerifiedRun::deleted).orElse(0L));
        interruptHandler.install();
        try {
            verified.ifPresent(run -> run.verifier().start());
            RunResult result = traffic();
            boolean correct = report(result);
            output.requireWritable();
            return correct && result.allAcknowledged() ? 0 : 1;
        } finally {
            interruptHandler.release();
        }
    }

    private RunResult traffic() {
        if (options.progress()) {
            progress.start();
        }
        RunResult result = run.start().await();
        if (options.progress()) {
            progress.stop().await();
        }
        log.flush().await();
        return result;
    }

    /** Prints the report and returns whether the totals are correct. */
    private boolean report(RunResult result) throws InterruptedException {
        RunReport report = new RunReport(plan, result);
        if (!options.json()) {
            // Waiting for the totals may take a while.
            output.out(report.text());
        }
        JsonObject json = report.json();
        boolean correct = verified.isEmpty() || verified.get().finish(result, json);
        if (options.json()) {
            output.out(json.encode() + "\n");
        }
        return correct;
    }
}
