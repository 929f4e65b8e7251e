package io.github.viewtally.loadgen;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loadgen run}: posts traffic to the API. Exit code 0 if all events were acknowledged, 1 otherwise. */
@Command(
        name = "run",
        description = "Posts likes, dislikes and views (1:1:4, views of 30 to 120 seconds) to the API.",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
final class RunCommand implements Callable<Integer> {
    /** One for the process, for two runs in one process must not make the same view. */
    private static final UniqueTimestamps TIMESTAMPS = new UniqueTimestamps(Clock.systemUTC());

    @Spec
    private CommandSpec spec;

    @Mixin
    private ApiOptions api;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "5",
            description = "number of users (default: ${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "10",
            description = "number of videos (default: ${DEFAULT-VALUE})")
    private int videos;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "2",
            description = "events per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "how long, such as 500ms, 10s, 2m, PT10S; rate x duration events (default: until Ctrl-C)")
    private Duration duration = Schedule.ENDLESS;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "the same number makes the same traffic (default: a random one)")
    private long seed = new Random().nextLong();

    @Option(
            names = "--deletes",
            paramLabel = "FRACTION",
            defaultValue = "0",
            description = "fraction of events (0 to 1) that delete an earlier vote or view (default: ${DEFAULT-VALUE})")
    private double deletes;

    @Option(names = "--quiet", description = "do not print a line for each acknowledged event")
    private boolean quiet;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "HTTP connections (default: ${DEFAULT-VALUE})")
    private int connections;

    @Override
    public Integer call() {
        TrafficMix mix;
        Schedule schedule;
        try {
            mix = new TrafficMix(users, videos, deletes);
            schedule = new Schedule(rate, duration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        if (connections < 1) {
            throw new ParameterException(spec.commandLine(), "there must be at least one connection");
        }
        Vertx vertx = Vertx.vertx();
        try {
            return run(vertx, new TrafficSource(mix, seed, TIMESTAMPS), schedule);
        } finally {
            vertx.close().await();
        }
    }

    private int run(Vertx vertx, TrafficSource source, Schedule schedule) {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient client = new ApiClient(vertx, api.url(), connections);
        client.reach().await();
        Context context = vertx.getOrCreateContext();
        EventSender sender = new EventSender(vertx, client, RetryPolicy.DEFAULT);
        EventLog log = new EventLog(context, out, spec.commandLine().getErr(), quiet);
        TrafficRun run = new TrafficRun(context, source, schedule, sender, log);
        InterruptGuard guard = new InterruptGuard(run::stop);
        guard.install();
        try {
            RunSummary summary = run.start().await();
            out.println(summary.text());
            return summary.allAcknowledged() ? 0 : 1;
        } finally {
            out.flush();
            guard.release();
        }
    }
}
