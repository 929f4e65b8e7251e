package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

/** The result of a run: the counters of its warm-up and of the measured part. */
public record RunResult(RunCounters warmUp, RunCounters measured) {
    public RunResult {
        requireNonNull(warmUp);
        requireNonNull(measured);
    }

    public boolean allAcknowledged() {
        return warmUp.allAcknowledged() && measured.allAcknowledged();
    }
}
