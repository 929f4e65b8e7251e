package io.github.viewtally.loadgen.traffic;

/** One thing a user does with a video. */
public sealed interface TrafficEvent {

    /** What the event changes. Events with equal keys must reach the API one after the other. */
    Key key();

    /** What stands under the key once the event is stored. */
    StoredState standing();

    /** One line for people, such as {@code USER 0 likes VIDEO 5}. */
    String text();

    /** A stored vote or view. */
    sealed interface Key {

        String userId();

        String videoId();

        /** The event that deletes what has this key. */
        TrafficEvent deletion();
    }

    record VoteKey(String userId, String videoId) implements Key {
        @Override
        public TrafficEvent deletion() {
            return new Withdrawal(this);
        }
    }

    record ViewKey(String userId, String videoId, String timestamp) implements Key {
        @Override
        public TrafficEvent deletion() {
            return new Unwatching(this);
        }
    }

    enum VoteType {
        LIKE("likes", StoredState.LIKE),
        DISLIKE("dislikes", StoredState.DISLIKE);

        private final String verb;
        private final StoredState standing;

        VoteType(String verb, StoredState standing) {
            this.verb = verb;
            this.standing = standing;
        }
    }

    record Vote(VoteKey key, VoteType voteType) implements TrafficEvent {
        @Override
        public StoredState standing() {
            return voteType.standing;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " " + voteType.verb + " VIDEO " + key.videoId();
        }
    }

    /** A view of {@code duration} seconds. */
    record View(ViewKey key, int duration) implements TrafficEvent {
        @Override
        public StoredState standing() {
            return StoredState.ofView(duration);
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " watches VIDEO " + key.videoId();
        }
    }

    record Withdrawal(VoteKey key) implements TrafficEvent {
        @Override
        public StoredState standing() {
            return StoredState.NOTHING;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " withdraws the vote on VIDEO " + key.videoId();
        }
    }

    record Unwatching(ViewKey key) implements TrafficEvent {
        @Override
        public StoredState standing() {
            return StoredState.NOTHING;
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " unwatches VIDEO " + key.videoId();
        }
    }
}
