package io.github.viewtally.model;

import java.util.Optional;

/**
 * Validates the ids of users and videos: 1 to 128 characters of {@code A-Z a-z 0-9 . _ ~ : @ | + = -}. They exclude the
 * separator of the keys, {@code #}, so that the keys of two ids never collide.
 */
public final class Ids {

    public static final int MAX_LENGTH = 128;

    /** Describes a valid id, for error messages. */
    public static final String RULE = "must be 1 to 128 characters of A-Z a-z 0-9 . _ ~ : @ | + = -";

    private static final boolean[] ALLOWED = allowed();

    private Ids() {}

    /** Returns the text if it is a valid id; empty otherwise. */
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
