package io.github.viewtally.loadgen.verify;

import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the totals must be, reckoned from what the API acknowledged and not from what it counted: whatever stands under
 * each key counts once for its user and once for its video. It holds for ids of which nothing was stored before.
 */
public final class Ledger implements RunListener {
    private final boolean viewsChange;
    private final Map<TrafficEvent.Key, KeyState> states = new HashMap<>();
    private final Map<SummaryKind, Map<String, Expected>> expected = new EnumMap<>(SummaryKind.class);

    /** Without {@code viewsChange} no view is ever deleted, and those that are certain need not be remembered. */
    public Ledger(boolean viewsChange) {
        this.viewsChange = viewsChange;
        for (SummaryKind kind : SummaryKind.values()) {
            expected.put(kind, new HashMap<>());
        }
    }

    @Override
    public void settled(TrafficEvent event, Outcome outcome) {
        TrafficEvent.Key key = event.key();
        KeyState state = states.computeIfAbsent(key, ignored -> new KeyState());
        Expected user = expected.get(SummaryKind.USERS).computeIfAbsent(key.userId(), id -> new Expected());
        Expected video = expected.get(SummaryKind.VIDEOS).computeIfAbsent(key.videoId(), id -> new Expected());
        add(state, -1, user, video);
        state.settled(event.standing(), outcome);
        add(state, 1, user, video);
        if (state.isCertain() && !viewsChange && !(key instanceof VoteKey)) {
            states.remove(key);
        }
    }

    private static void add(KeyState state, int sign, Expected user, Expected video) {
        for (Counter counter : Counter.values()) {
            long least = sign * state.least(counter);
            long most = sign * state.most(counter);
            user.add(counter, least, most);
            video.add(counter, least, most);
        }
    }

    /** The users or videos of which something was sent. */
    Set<String> ids(SummaryKind kind) {
        return expected.get(kind).keySet();
    }

    Expected expected(SummaryKind kind, String id) {
        return expected.get(kind).getOrDefault(id, Expected.NOTHING);
    }

    /** The keys of which nobody knows what stands under them. */
    long keysInDoubt() {
        return states.values().stream().filter(state -> !state.isCertain()).count();
    }
}
