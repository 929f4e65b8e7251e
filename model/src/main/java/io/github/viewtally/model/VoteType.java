package io.github.viewtally.model;

import java.util.Optional;

/** The two types of a vote. Requests, responses and items use these names. */
public enum VoteType {
    LIKE,
    DISLIKE;

    /** Returns the type with exactly this name, in upper case; empty if there is none. */
    public static Optional<VoteType> of(String name) {
        return switch (name) {
            case "LIKE" -> Optional.of(LIKE);
            case "DISLIKE" -> Optional.of(DISLIKE);
            default -> Optional.empty();
        };
    }
}
