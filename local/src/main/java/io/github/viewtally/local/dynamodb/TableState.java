package io.github.viewtally.local.dynamodb;

import java.time.Instant;

/**
 * The state of the table. If a table is deleted and created again, it is a different table of the same name; its creation
 * time shows the difference.
 */
public sealed interface TableState {

    /**
     * The table matches the template.
     *
     * @param streamArn its current stream
     */
    record Usable(Instant createdAt, String streamArn) implements TableState {}

    /**
     * The table exists, but its events cannot be counted.
     *
     * @param reason the differences from the template
     */
    record Unusable(Instant createdAt, String reason) implements TableState {}

    /** No table has this name. */
    record Missing() implements TableState {}

    /** Returns whether this is the table that was created at this time. */
    default boolean isTableOf(Instant createdAt) {
        return this instanceof Usable usable && usable.createdAt().equals(createdAt)
                || this instanceof Unusable unusable && unusable.createdAt().equals(createdAt);
    }
}
