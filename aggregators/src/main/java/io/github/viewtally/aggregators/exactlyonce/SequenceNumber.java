package io.github.viewtally.aggregators.exactlyonce;

/**
 * The place of a record in its shard. Stream records carry it as decimal text of 21 to 40 digits (Amazon DynamoDB API
 * reference, "StreamRecord"); padded to 40 digits, the order of the texts is the order of the numbers, which is how a
 * condition in DynamoDB can compare them.
 */
record SequenceNumber(String padded) implements Comparable<SequenceNumber> {

    private static final int WIDTH = 40;

    /**
     * The number in a stream record.
     *
     * @throws IllegalArgumentException if it is not 1 to 40 decimal digits
     */
    static SequenceNumber parse(String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > WIDTH
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a sequence number of a stream record: " + text);
        }
        return new SequenceNumber("0".repeat(WIDTH - text.length()) + text);
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return padded.compareTo(other.padded);
    }
}
