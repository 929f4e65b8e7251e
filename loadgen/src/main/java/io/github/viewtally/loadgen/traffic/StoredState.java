package io.github.viewtally.loadgen.traffic;

/** The amounts that a key adds to the totals of its user and its video; {@code duration} in seconds. */
public record StoredState(long views, long duration, long likes, long dislikes) {

    /** No vote or view is stored. */
    public static final StoredState NOTHING = new StoredState(0, 0, 0, 0);

    static final StoredState LIKE = new StoredState(0, 0, 1, 0);
    static final StoredState DISLIKE = new StoredState(0, 0, 0, 1);

    static StoredState ofView(int duration) {
        return new StoredState(1, duration, 0, 0);
    }
}
