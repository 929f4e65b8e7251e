package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.verify.ExpectedTotals;
import io.github.viewtally.loadgen.verify.Verifier;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code loadgen run}: sends traffic to the API. The exit code is 0 if every event was sent on time, acknowledged and, with
 * {@code --verify}, counted; otherwise 1. Stops at the first failed write to the output.
 */
@Command(
        name = "run",
        description = "Posts likes, dislikes and views (1:1:4, views of 30 to 120 seconds) to the API.",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
final class RunCommand implements Callable<Integer> {
    private static final double PROBES_PER_SECOND = 10;
    private static final int MIN_EVENTS_PER_PROBE = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ApiOptions api;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private SendingOptions sending;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--verify",
            description =
                    "use new users and videos, and check after the run that their totals match the acknowledged events;"
                            + " exit code 1 if not")
    private boolean verify;

    @Option(
            names = "--keep",
            description = "with --verify: keep the events of the run; without it they are deleted after a successful"
                    + " verification, and the totals must return to zero")
    private boolean keep;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            defaultValue = "30",
            converter = DurationConverter.class,
            description = "with --verify: report totals as wrong after they have not changed for this long"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration settle;

    @Option(
            names = "--min-view-seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "with --verify: the API's MIN_VIEW_SECONDS; a shorter view must add only its duration"
                    + " (default: ${DEFAULT-VALUE})")
    private int minViewSeconds;

    @Option(
            names = "--without-viewers",
            description = "with --verify: the API does not count unique viewers (UNIQUE_VIEWERS is off)")
    private boolean withoutViewers;

    @Override
    public Integer call() throws InterruptedException {
        TrafficMix mix;
        RunPlan plan;
        try {
            mix = traffic.mix();
            plan = sending.plan();
            check(mix, plan);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        Vertx vertx = Loadgen.newVertx();
        try {
            return session(vertx, mix, plan).run();
        } finally {
            vertx.close().await();
        }
    }

    private RunSession session(Vertx vertx, TrafficMix mix, RunPlan plan) {
        TrafficMix ownMix = verify ? mix.withNewIds(newPrefix(), eventsPerProbe(plan)) : mix;
        return new RunSession(
                vertx,
                new RunSession.Target(api, sending.timeout()),
                new RunSession.TrafficSetup(ownMix, traffic.seed(), plan),
                verify
                        ? Optional.of(new VerifiedRun.VerifySetup(
                                Verifier.SettleTimes.of(settle),
                                keep,
                                new ExpectedTotals.ApiSettings(minViewSeconds, !withoutViewers)))
                        : Optional.empty(),
                new RunSession.OutputSetup(
                        new CheckedOutput(
                                spec.commandLine().getOut(), spec.commandLine().getErr()),
                        output.lines(sending.isReadable()),
                        output.progress(sending.isReadable()),
                        output.cleanupProgress(),
                        output.json()));
    }

    private void check(TrafficMix mix, RunPlan plan) {
        if (plan.batch() > 1 && mix.deletes() > 0) {
            throw new IllegalArgumentException("--batch excludes --deletes: a batch cannot delete");
        }
        if (verify && mix.users() + mix.videos() > Verifier.MAX_IDS) {
            throw new IllegalArgumentException("--verify reads at most " + Verifier.MAX_IDS + " users and videos");
        }
    }

    /** Returns an id prefix that no other run uses. */
    private static String newPrefix() {
        return "run-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-"
                + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-";
    }

    private static int eventsPerProbe(RunPlan plan) {
        return (int) Math.max(MIN_EVENTS_PER_PROBE, Math.ceil(plan.schedule().rate() / PROBES_PER_SECOND));
    }
}
