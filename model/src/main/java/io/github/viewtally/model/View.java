package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/**
 * One viewing of a video by a user. User, video and timestamp together are its identity: the same three again are the
 * same view, and its duration replaces the one before.
 *
 * @param duration watched time in seconds
 * @param timestamp when it began, in the text form of {@link Timestamps}
 */
public record View(String userId, String videoId, long duration, String timestamp) {

    /** The longest view that the API takes, in seconds: one day. */
    public static final long MAX_DURATION = 86_400;

    public View {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
        requireNonNull(timestamp, "timestamp");
    }
}
