package io.github.viewtally.model;

/**
 * The counters of a summary, or a change of them. The numbers of a change may be negative.
 *
 * @param duration watched time in seconds
 * @param viewers of a video, the users with a view that counts; of a user, the videos with one; zero of an hour
 */
public record Counts(long views, long duration, long likes, long dislikes, long viewers) {

    /** All counters are zero. */
    public static final Counts ZERO = new Counts(0, 0, 0, 0);

    /** Creates counts without viewers. */
    public Counts(long views, long duration, long likes, long dislikes) {
        this(views, duration, likes, dislikes, 0);
    }

    /** Returns the counts of a number of viewers only. */
    public static Counts ofViewers(long viewers) {
        return new Counts(0, 0, 0, 0, viewers);
    }

    /** Returns the counts of one view that counts. */
    public static Counts ofView(long duration) {
        return new Counts(1, duration, 0, 0);
    }

    /** Returns the counts of a view that adds only its duration. */
    public static Counts ofUncountedView(long duration) {
        return new Counts(0, duration, 0, 0);
    }

    /** Returns the counts of one vote. */
    public static Counts ofVote(VoteType type) {
        return switch (type) {
            case LIKE -> new Counts(0, 0, 1, 0);
            case DISLIKE -> new Counts(0, 0, 0, 1);
        };
    }

    public Counts plus(Counts other) {
        return new Counts(
                views + other.views,
                duration + other.duration,
                likes + other.likes,
                dislikes + other.dislikes,
                viewers + other.viewers);
    }

    public Counts negated() {
        return new Counts(-views, -duration, -likes, -dislikes, -viewers);
    }

    /** Returns whether there are likes or dislikes. */
    public boolean hasVotes() {
        return likes != 0 || dislikes != 0;
    }

    /** Returns these counts without the viewers. */
    public Counts withoutViewers() {
        return new Counts(views, duration, likes, dislikes);
    }

    public boolean isZero() {
        return views == 0 && duration == 0 && likes == 0 && dislikes == 0 && viewers == 0;
    }
}
