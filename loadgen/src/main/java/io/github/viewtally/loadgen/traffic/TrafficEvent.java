package io.github.viewtally.loadgen.traffic;

import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;

/** One action of a user on a video. */
public sealed interface TrafficEvent {

    /** Returns the key of the vote or view. Events with equal keys must be sent one after the other. */
    EventKey key();

    /** Returns the state of the key after the event. */
    StoredState stateAfter();

    /** Returns one line of text, such as {@code USER 0 likes VIDEO 5}. */
    String text();

    /** The amounts that a key adds to the totals of its user and its video; {@code duration} in seconds. */
    record StoredState(long views, long duration, long likes, long dislikes) {

        /** No vote or view is stored. */
        public static final StoredState NOTHING = new StoredState(0, 0, 0, 0);

        private static final StoredState LIKE = new StoredState(0, 0, 1, 0);
        private static final StoredState DISLIKE = new StoredState(0, 0, 0, 1);

        private static StoredState ofView(int duration) {
            return new StoredState(1, duration, 0, 0);
        }
    }

    enum VoteValue {
        LIKE("likes", StoredState.LIKE),
        DISLIKE("dislikes", StoredState.DISLIKE);

        private final String verb;
        private final StoredState state;

        VoteValue(String verb, StoredState state) {
            this.verb = verb;
            this.state = state;
        }
    }

    record PostVote(VoteKey key, VoteValue voteType) implements TrafficEvent {
        @Override
        public StoredState stateAfter() {
            return voteType.state;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " " + voteType.verb + " VIDEO " + key.videoId();
        }
    }

    /** A view of {@code duration} seconds. */
    record PostView(ViewKey key, int duration) implements TrafficEvent {
        @Override
        public StoredState stateAfter() {
            return StoredState.ofView(duration);
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " watches VIDEO " + key.videoId();
        }
    }

    record DeleteVote(VoteKey key) implements TrafficEvent {
        @Override
        public StoredState stateAfter() {
            return StoredState.NOTHING;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " withdraws the vote on VIDEO " + key.videoId();
        }
    }

    record DeleteView(ViewKey key) implements TrafficEvent {
        @Override
        public StoredState stateAfter() {
            return StoredState.NOTHING;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " unwatches VIDEO " + key.videoId();
        }
    }
}
