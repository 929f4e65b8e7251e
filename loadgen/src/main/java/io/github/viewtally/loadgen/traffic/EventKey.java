package io.github.viewtally.loadgen.traffic;

import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteVote;

/** Identifies a stored vote or view. */
public sealed interface EventKey {

    String userId();

    String videoId();

    /** Returns the event that deletes this vote or view. */
    TrafficEvent deletion();

    /** Identifies a vote. */
    record VoteKey(String userId, String videoId) implements EventKey {
        @Override
        public TrafficEvent deletion() {
            return new DeleteVote(this);
        }
    }

    /** Identifies a view. */
    record ViewKey(String userId, String videoId, String timestamp) implements EventKey {
        @Override
        public TrafficEvent deletion() {
            return new DeleteView(this);
        }
    }
}
