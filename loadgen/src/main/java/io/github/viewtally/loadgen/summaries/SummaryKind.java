package io.github.viewtally.loadgen.summaries;

/** The two kinds of summaries. */
public enum SummaryKind {
    VIDEOS("/summaries/videos", "videoId"),
    USERS("/summaries/users", "userId");

    private final String path;
    private final String idField;

    SummaryKind(String path, String idField) {
        this.path = path;
        this.idField = idField;
    }

    public String path() {
        return path;
    }

    public String idField() {
        return idField;
    }
}
