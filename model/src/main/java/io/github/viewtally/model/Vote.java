package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A vote of a user for a video. There is one per user and video: a new vote replaces the old one.
 *
 * @param timestamp when the user voted, in the canonical format of {@link Timestamps}; empty if the client did not say so
 */
public record Vote(String userId, String videoId, VoteType voteType, Optional<String> timestamp) {

    public Vote {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
        requireNonNull(voteType, "voteType");
        requireNonNull(timestamp, "timestamp");
    }

    /** Creates a vote without a timestamp. */
    public Vote(String userId, String videoId, VoteType voteType) {
        this(userId, videoId, voteType, Optional.empty());
    }
}
