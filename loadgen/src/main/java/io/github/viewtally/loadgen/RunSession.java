package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.report.Progress;
import io.github.viewtally.loadgen.report.RunProgress;
import io.github.viewtally.loadgen.report.RunReport;
import io.github.viewtally.loadgen.run.EventLog;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.run.RetryPolicy;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.RunResult;
import io.github.viewtally.loadgen.run.TrafficRun;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.traffic.TrafficSource;
import io.github.viewtally.loadgen.traffic.UniqueTimestamps;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** One run from its wiring to its report. It blocks, and is not for an event loop. */
final class RunSession {
    /** One for the process, for two runs in one process must not make the same view. */
    private static final UniqueTimestamps TIMESTAMPS = new UniqueTimestamps(Clock.systemUTC());

    record Target(URI url, Duration timeout) {}

    record Traffic(TrafficMix mix, long seed, RunPlan plan) {}

    record Output(CheckedOutput checked, boolean lines, boolean progress, boolean removalProgress, boolean json) {}

    private final ApiClient client;
    private final Output options;
    private final CheckedOutput output;
    private final RunPlan plan;
    private final EventLog log;
    private final Optional<VerifiedRun> verified;
    private final TrafficRun run;
    private final Progress progress;

    /** It is verified if it is told how. */
    RunSession(
            Vertx vertx, Target target, Traffic traffic, Optional<VerifiedRun.Options> verification, Output options) {
        this.options = requireNonNull(options);
        this.output = options.checked();
        this.plan = traffic.plan();
        Context context = vertx.getOrCreateContext();
        this.client = new ApiClient(vertx, target.url(), plan.connections(), target.timeout());
        this.log = new EventLog(context, output, options.lines());
        this.verified =
                verification.map(how -> new VerifiedRun(context, traffic, how, client, reader(vertx, target), options));
        this.run = new TrafficRun(
                context,
                new TrafficSource(traffic.mix(), traffic.seed(), TIMESTAMPS),
                plan,
                new EventSender(vertx, client, plan.connections(), RetryPolicy.DEFAULT),
                listener());
        this.progress = new Progress(
                context, output, Terminal.isThere(), new RunProgress(run::soFar, Progress.period(Terminal.isThere())));
    }

    /** Apart from the connections of the traffic, so that no reading waits behind it. */
    private static ApiClient reader(Vertx vertx, Target target) {
        return new ApiClient(vertx, target.url(), 2, target.timeout());
    }

    private RunListener listener() {
        return verified.<RunListener>map(both -> (event, outcome) -> {
                    both.verifier().settled(event, outcome);
                    log.settled(event, outcome);
                })
                .orElse(log);
    }

    /** The exit code. */
    int run() throws InterruptedException {
        client.reach().await();
        output.onFailure(run::stop);
        InterruptGuard guard = new InterruptGuard(
                run::stop, () -> verified.map(VerifiedRun::deleted).orElse(0L));
        guard.install();
        try {
            verified.ifPresent(run -> run.verifier().before());
            RunResult result = traffic();
            boolean right = report(result);
            output.requireWritable();
            return right && result.allAcknowledged() ? 0 : 1;
        } finally {
            guard.release();
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

    /** Whether nothing is wrong with the totals, before the run and after it. */
    private boolean report(RunResult result) throws InterruptedException {
        RunReport report = new RunReport(plan, result);
        if (!options.json()) {
            // Before the totals are awaited, which may take a while.
            output.out(report.text());
        }
        JsonObject json = report.json();
        boolean right = verified.isEmpty() || verified.get().finish(result, json);
        if (options.json()) {
            output.out(json.encode() + "\n");
        }
        return right;
    }
}
