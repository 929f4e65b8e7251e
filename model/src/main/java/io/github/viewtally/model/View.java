package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/**
 * One view of a video by a user. User, video and timestamp identify it: another view with the same three values replaces
 * its duration.
 *
 * @param duration watched time in seconds
 * @param timestamp the start of the view, in the canonical format of {@link Timestamps}
 * @param counts whether it adds a view to the totals; otherwise it adds only its duration
 */
public record View(String userId, String videoId, long duration, String timestamp, boolean counts) {

    /** The maximum duration that the API accepts, in seconds: one day. */
    public static final long MAX_DURATION = 86_400;

    public View {
        requireNonNull(userId, "userId");
        requireNonNull(videoId, "videoId");
        requireNonNull(timestamp, "timestamp");
    }

    /** Creates a view that counts. */
    public View(String userId, String videoId, long duration, String timestamp) {
        this(userId, videoId, duration, timestamp, true);
    }
}
