package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.run.RunPlan;
import io.github.viewtally.loadgen.run.Schedule;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say how fast, how long, and by which requests. */
final class SendingOptions {
    /** Up to that many lines in a second can be read. */
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
    private Duration duration = Schedule.ENDLESS;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "traffic before that, which is told apart and whose times are not measured (default: none)")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "send N events (to 500) in one POST /events (default: each in a request of its own)")
    private int batch;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "HTTP connections, and so requests under way at a time (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--max-open",
            paramLabel = "N",
            defaultValue = "10000",
            description = "an event whose time comes while N others are sent or wait is not sent, but counted"
                    + " (default: ${DEFAULT-VALUE})")
    private int mostOpen;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "how long to wait for an answer; an event is tried for three times as long"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    /** Fails with {@link IllegalArgumentException} if it makes no sense. */
    RunPlan plan() {
        Duration all = duration.equals(Schedule.ENDLESS) ? duration : duration.plus(warmUp);
        return new RunPlan(new Schedule(rate, all), warmUp, batch, mostOpen, connections, timeout.multipliedBy(3));
    }

    Duration timeout() {
        return timeout;
    }

    boolean isReadable() {
        return rate <= READABLE_PER_SECOND;
    }
}
