package io.github.viewtally.local.dynamodb;

import java.time.Instant;

/**
 * What the database says of the table. A table that is deleted and created again is another table of the same name; the
 * time of its creation tells them apart.
 */
public sealed interface TableState {

    /**
     * The table is as the template describes it.
     *
     * @param streamArn its current stream
     */
    record Usable(Instant createdAt, String streamArn) implements TableState {}

    /**
     * The table exists but its events cannot be counted.
     *
     * @param reason what is different from the template
     */
    record Unusable(Instant createdAt, String reason) implements TableState {}

    /** There is no table of this name. */
    record Missing() implements TableState {}

    /** Whether this is the table that was created then. */
    default boolean isTableOf(Instant createdAt) {
        return this instanceof Usable usable && usable.createdAt().equals(createdAt)
                || this instanceof Unusable unusable && unusable.createdAt().equals(createdAt);
    }
}
