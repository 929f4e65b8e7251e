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
