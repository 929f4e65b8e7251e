package io.github.viewtally.loadgen.verify;

import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.traffic.TrafficEvent.StoredState;
import java.util.HashSet;
import java.util.Set;

/** The possible states of a key. Unanswered requests can make several states possible. */
final class PossibleStates {
    private final Set<StoredState> possible = new HashSet<>(Set.of(StoredState.NOTHING));
    /** States that unanswered requests may still write, even over later events. */
    private final Set<StoredState> late = new HashSet<>();

    void onOutcome(StoredState stateAfter, EventOutcome outcome) {
        if (outcome.isAcknowledged()) {
            possible.clear();
            possible.addAll(late);
        }
        switch (outcome.effect()) {
            case NONE -> {}
            case STORED -> possible.add(stateAfter);
            case STORED_LATER -> {
                late.add(stateAfter);
                possible.add(stateAfter);
            }
        }
        if (outcome.isAcknowledged()) {
            possible.add(stateAfter);
        }
    }

    boolean isCertain() {
        return possible.size() == 1;
    }

    long min(Counter counter) {
        return possible.stream().mapToLong(counter::of).min().orElseThrow();
    }

    long max(Counter counter) {
        return possible.stream().mapToLong(counter::of).max().orElseThrow();
    }
}
