package io.github.viewtally.model;

import java.util.Optional;

/**
 * The rule for the ids of users and videos: 1 to 128 characters of {@code A-Z a-z 0-9 . _ ~ : @ | + = -}. The
 * separator of the keys, {@code #}, is not among them, so that no id can reach into another's key.
 */
public final class Ids {

    public static final int MAX_LENGTH = 128;

    /** The rule in words, for messages. */
    public static final String RULE = "must be 1 to 128 characters of A-Z a-z 0-9 . _ ~ : @ | + = -";

    private static final boolean[] ALLOWED = allowed();

    private Ids() {}

    /** The text as an id; empty if it is none. */
    public static Optional<String> of(String text) {
        return isValid(text) ? Optional.of(text) : Optional.empty();
    }

    public static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= ALLOWED.length || !ALLOWED[c]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] allowed() {
        boolean[] allowed = new boolean[128];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:@|+=-"
                .chars()
                .forEach(c -> allowed[c] = true);
        return allowed;
    }
}
