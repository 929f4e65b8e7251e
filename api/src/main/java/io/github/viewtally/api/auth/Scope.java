package io.github.viewtally.api.auth;

/** What a token may be good for beyond its own user's data. */
public enum Scope {
    /** Write and delete the events of anyone. */
    EVENTS_WRITE("events:write"),

    /** Read anyone's data, and who did what. */
    STATS_READ("stats:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As it stands in tokens. */
    public String text() {
        return text;
    }
}
