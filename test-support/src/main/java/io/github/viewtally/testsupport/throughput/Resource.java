package io.github.viewtally.testsupport.throughput;

import java.util.Optional;

/**
 * A table or an index: what has capacity.
 *
 * @param arn its ARN
 * @param index the name of the index; empty for the table itself
 */
record Resource(String arn, Optional<String> index) {

    private static final String TABLE = ":table/";

    /** The kinds of capacity. */
    enum Kind {
        READ("Read"),
        WRITE("Write");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The name in DynamoDB's throttling reasons. */
        String title() {
            return title;
        }
    }

    /** Returns the name of the table, or "table/index/name" for an index. */
    String name() {
        return arn.substring(arn.indexOf(TABLE) + TABLE.length());
    }
}
