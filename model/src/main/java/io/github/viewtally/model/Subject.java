package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** Whose counts a summary holds: one user's or one video's. */
public record Subject(Kind kind, String id) {

    /** The two kinds of summary. */
    public enum Kind {
        USER,
        VIDEO
    }

    public Subject {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
    }

    public static Subject user(String id) {
        return new Subject(Kind.USER, id);
    }

    public static Subject video(String id) {
        return new Subject(Kind.VIDEO, id);
    }
}
