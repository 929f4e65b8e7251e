package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.traffic.EventKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.StoredState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Computes the expected totals from the acknowledged events: each stored vote and view counts once for its user and once
 * for its video. Assumes that the ids had no events before.
 */
public final class ExpectedTotals implements RunListener {
    private final boolean viewsChange;
    private final ApiSettings api;
    private final Map<EventKey, PossibleStates> states = new HashMap<>();
    private final Map<Pair, TotalRange> pairs = new HashMap<>();
    private final Map<SummaryKind, Map<String, TotalRange>> expected = new EnumMap<>(SummaryKind.class);

    private record Pair(String userId, String videoId) {}

    /**
     * The settings of the API that change totals.
     *
     * @param minViewSeconds a view of less than this adds only its duration
     * @param countsViewers whether unique viewers are counted; otherwise all numbers of viewers are zero
     */
    public record ApiSettings(int minViewSeconds, boolean countsViewers) {}

    /** Without {@code viewsChange} no view is ever deleted, and views that are certain are not kept in memory. */
    public ExpectedTotals(boolean viewsChange, ApiSettings api) {
        this.viewsChange = viewsChange;
        this.api = requireNonNull(api);
        for (SummaryKind kind : SummaryKind.values()) {
            expected.put(kind, new HashMap<>());
        }
    }

    @Override
    public void onOutcome(TrafficEvent event, EventOutcome outcome) {
        EventKey key = event.key();
        PossibleStates state = states.computeIfAbsent(key, newKey -> new PossibleStates());
        TotalRange user = expected.get(SummaryKind.USERS).computeIfAbsent(key.userId(), id -> new TotalRange());
        TotalRange video = expected.get(SummaryKind.VIDEOS).computeIfAbsent(key.videoId(), id -> new TotalRange());
        TotalRange pair = pairs.computeIfAbsent(new Pair(key.userId(), key.videoId()), newPair -> new TotalRange());
        addViewers(pair, -1, user, video);
        add(state, -1, pair, user, video);
        state.onOutcome(counted(event.stateAfter()), outcome);
        add(state, 1, pair, user, video);
        addViewers(pair, 1, user, video);
        if (state.isCertain() && !viewsChange && !(key instanceof VoteKey)) {
            states.remove(key);
        }
    }

    private StoredState counted(StoredState state) {
        return state.views() > 0 && state.duration() < api.minViewSeconds()
                ? new StoredState(0, state.duration(), 0, 0)
                : state;
    }

    /** A user with a view of a video is one viewer of it, however many views there are. */
    private void addViewers(TotalRange pair, int sign, TotalRange user, TotalRange video) {
        if (api.countsViewers()) {
            long min = sign * Math.min(1, pair.min(Counter.VIEWS));
            long max = sign * Math.min(1, pair.max(Counter.VIEWS));
            user.add(Counter.VIEWERS, min, max);
            video.add(Counter.VIEWERS, min, max);
        }
    }

    private static void add(PossibleStates state, int sign, TotalRange... totals) {
        for (Counter counter : Counter.values()) {
            long min = sign * state.min(counter);
            long max = sign * state.max(counter);
            for (TotalRange total : totals) {
                total.add(counter, min, max);
            }
        }
    }

    /** Returns the users or videos of all events. */
    Set<String> ids(SummaryKind kind) {
        return expected.get(kind).keySet();
    }

    TotalRange of(SummaryKind kind, String id) {
        return expected.get(kind).getOrDefault(id, TotalRange.ZERO);
    }

    /** Returns the number of keys whose state is not certain. */
    long keysInDoubt() {
        return states.values().stream().filter(state -> !state.isCertain()).count();
    }

    /** The range of correct values of each counter. Minimum and maximum are equal if no event is in doubt. */
    static final class TotalRange {
        static final TotalRange ZERO = new TotalRange();

        private final long[] min = new long[Counter.values().length];
        private final long[] max = new long[Counter.values().length];

        long min(Counter counter) {
            return min[counter.ordinal()];
        }

        long max(Counter counter) {
            return max[counter.ordinal()];
        }

        void add(Counter counter, long addToMin, long addToMax) {
            min[counter.ordinal()] += addToMin;
            max[counter.ordinal()] += addToMax;
        }

        /** Returns how far a value is outside the range: negative if it is too low, 0 if it is correct. */
        long drift(Counter counter, long value) {
            return value < min(counter) ? value - min(counter) : Math.max(0, value - max(counter));
        }
    }
}
