package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** A user with at least one view of a video that counts, and that video. */
public record Viewer(String userId, String videoId) {

    public Viewer {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
    }

    /** Returns the summary that counts the videos of the user. */
    public SummaryKey user() {
        return SummaryKey.user(userId);
    }

    /** Returns the summary that counts the viewers of the video. */
    public SummaryKey video() {
        return SummaryKey.video(videoId);
    }
}
