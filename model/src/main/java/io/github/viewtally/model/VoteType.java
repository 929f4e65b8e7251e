package io.github.viewtally.model;

import java.util.Optional;

/** The two ways to vote, named as they stand in requests, answers and items. */
public enum VoteType {
    LIKE,
    DISLIKE;

    /** The vote of this exact name; empty for anything else, other cases included. */
    public static Optional<VoteType> of(String name) {
        return switch (name) {
            case "LIKE" -> Optional.of(LIKE);
            case "DISLIKE" -> Optional.of(DISLIKE);
            default -> Optional.empty();
        };
    }
}
