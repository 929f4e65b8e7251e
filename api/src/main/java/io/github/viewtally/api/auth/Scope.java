package io.github.viewtally.api.auth;

/** A permission of a token, in addition to access to the data of its own user. */
public enum Scope {
    /** Write and delete events of every user. */
    EVENTS_WRITE("events:write"),

    /** Read the data of every user, and the users of every video. */
    STATS_READ("stats:read"),

    /** Export and erase the data of every user. */
    USERS_ERASE("users:erase");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The name in tokens. */
    public String text() {
        return text;
    }
}
