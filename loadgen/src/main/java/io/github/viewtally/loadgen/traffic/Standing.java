package io.github.viewtally.loadgen.traffic;

/** What the thing stored under a key is worth in the totals of its user and of its video; {@code duration} in seconds. */
public record Standing(long views, long duration, long likes, long dislikes) {

    /** Nothing is stored. */
    public static final Standing NOTHING = new Standing(0, 0, 0, 0);

    static final Standing LIKE = new Standing(0, 0, 1, 0);
    static final Standing DISLIKE = new Standing(0, 0, 0, 1);

    static Standing ofView(int duration) {
        return new Standing(1, duration, 0, 0);
    }
}
