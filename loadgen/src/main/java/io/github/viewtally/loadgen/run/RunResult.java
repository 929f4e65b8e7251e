package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

/** What became of a run: of its warm-up, and of the rest. */
public record RunResult(RunCounters warmUp, RunCounters measured) {
    public RunResult {
        requireNonNull(warmUp);
        requireNonNull(measured);
    }

    public boolean allAcknowledged() {
        return warmUp.allAcknowledged() && measured.allAcknowledged();
    }
}
