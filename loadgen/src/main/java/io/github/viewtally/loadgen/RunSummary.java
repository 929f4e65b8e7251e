package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;

/** What became of a run. {@code slip} is how late at most an event was because too many others were under way. */
record RunSummary(long sent, long acknowledged, long failed, Duration elapsed, Duration slip) {
    RunSummary {
        requireNonNull(elapsed);
        requireNonNull(slip);
    }

    boolean allAcknowledged() {
        return acknowledged == sent;
    }

    /** One line, such as {@code 5000 sent, 5000 acknowledged, 0 failed in 10.0 s (500.0/s)}. */
    String text() {
        long unanswered = sent - acknowledged - failed;
        return "%d sent, %d acknowledged, %d failed".formatted(sent, acknowledged, failed)
                + (unanswered == 0 ? "" : ", %d unanswered".formatted(unanswered))
                + String.format(Locale.ROOT, " in %.1f s (%.1f/s)", seconds(elapsed), perSecond())
                + (slip.isZero() ? "" : slipText());
    }

    private String slipText() {
        String format = "; the schedule slipped by up to %.1f s: never more than %d events were under way";
        return String.format(Locale.ROOT, format, seconds(slip), TrafficRun.MOST_UNDER_WAY);
    }

    private double perSecond() {
        return elapsed.isZero() ? 0 : acknowledged / seconds(elapsed);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
