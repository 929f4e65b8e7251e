package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** What a user thinks of a video. There is one per user and video: voting again replaces the vote before. */
public record Vote(String userId, String videoId, VoteType voteType) {

    public Vote {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
        requireNonNull(voteType, "voteType");
    }
}
