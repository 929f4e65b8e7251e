package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** A vote of a user for a video. There is one per user and video: a new vote replaces the old one. */
public record Vote(String userId, String videoId, VoteType voteType) {

    public Vote {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
        requireNonNull(voteType, "voteType");
    }
}
