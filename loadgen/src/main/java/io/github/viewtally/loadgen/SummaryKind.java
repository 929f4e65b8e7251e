package io.github.viewtally.loadgen;

/** What totals are kept for. */
enum SummaryKind {
    VIDEOS("/summaries/videos", "videoId"),
    USERS("/summaries/users", "userId");

    private final String path;
    private final String idField;

    SummaryKind(String path, String idField) {
        this.path = path;
        this.idField = idField;
    }

    String path() {
        return path;
    }

    String idField() {
        return idField;
    }
}
