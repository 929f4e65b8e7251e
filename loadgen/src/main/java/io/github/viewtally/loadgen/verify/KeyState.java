package io.github.viewtally.loadgen.verify;

import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.traffic.StoredState;
import java.util.HashSet;
import java.util.Set;

/** All that may stand under a key now, or yet come to stand there. There are a handful of possibilities at most. */
final class KeyState {
    private final Set<StoredState> possible = new HashSet<>(Set.of(StoredState.NOTHING));
    /** What unanswered tries may still write, even over later events. */
    private final Set<StoredState> late = new HashSet<>();

    void settled(StoredState standing, Outcome outcome) {
        if (outcome.isAcknowledged()) {
            possible.clear();
            possible.addAll(late);
        }
        switch (outcome.trace()) {
            case NONE -> {}
            case DONE -> possible.add(standing);
            case OPEN -> {
                late.add(standing);
                possible.add(standing);
            }
        }
        if (outcome.isAcknowledged()) {
            possible.add(standing);
        }
    }

    boolean isCertain() {
        return possible.size() == 1;
    }

    long least(Counter counter) {
        return possible.stream().mapToLong(counter::of).min().orElseThrow();
    }

    long most(Counter counter) {
        return possible.stream().mapToLong(counter::of).max().orElseThrow();
    }
}
