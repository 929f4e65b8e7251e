package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** Identifies a summary: the user or the video whose events it counts, or a bucket of the totals of everything. */
public record SummaryKey(Kind kind, String id) {

    /** The kinds of summary. */
    public enum Kind {
        USER,
        VIDEO,
        /** One of the buckets whose sum is the totals of everything. Its id is a number. */
        SITE
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

    public static SummaryKey site(int bucket) {
        return new SummaryKey(Kind.SITE, Integer.toString(bucket));
    }
}
