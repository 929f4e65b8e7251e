package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** Identifies a summary: the user or the video whose events it counts. */
public record SummaryKey(Kind kind, String id) {

    /** The two kinds of summary. */
    public enum Kind {
        USER,
        VIDEO
    }

    public SummaryKey {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
    }

    public static SummaryKey user(String id) {
        return new SummaryKey(Kind.USER, id);
    }

    public static SummaryKey video(String id) {
        return new SummaryKey(Kind.VIDEO, id);
    }
}
