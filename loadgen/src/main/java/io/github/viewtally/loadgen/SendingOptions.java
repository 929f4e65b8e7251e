package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.Schedule;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options for the rate, the duration and the requests of a run. */
final class SendingOptions {
    /** People can read up to this many lines per second. */
    private static final double READABLE_PER_SECOND = 10;

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
    private Duration duration = Schedule.MAX_LENGTH;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "traffic before the measurement; it is reported separately, without latencies (default: none)")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "send N events (up to 500) in one POST /events (default: one request per event)")
    private int batch;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "HTTP connections, which limit the requests in flight (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--max-open",
            paramLabel = "N",
            defaultValue = "10000",
            description = "limit of events in flight or queued; events above it are dropped and reported as not sent"
                    + " (default: ${DEFAULT-VALUE})")
    private int maxOpen;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "how long to wait for a response; an event is retried for up to three times as long"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    /** Returns the plan of the run. Throws {@link IllegalArgumentException} if an option is invalid. */
    RunPlan plan() {
        Duration total = duration.equals(Schedule.MAX_LENGTH) ? duration : duration.plus(warmUp);
        return new RunPlan(new Schedule(rate, total), warmUp, batch, maxOpen, connections, timeout.multipliedBy(3));
    }

    Duration timeout() {
        return timeout;
    }

    boolean isReadable() {
        return rate <= READABLE_PER_SECOND;
    }
}
