package io.github.viewtally.aggregators.exactlyonce;

/**
 * The place of a record in its shard. Stream records carry it as decimal text of 21 to 40 digits (Amazon DynamoDB API
 * reference, "StreamRecord"); padded to 40 digits, the order of the texts is the order of the numbers, which is how a
 * condition in DynamoDB can compare them.
 */
record SequenceNumber(String padded) implements Comparable<SequenceNumber> {

    private static final int WIDTH = 40;
    private static final String ZEROS = "0".repeat(WIDTH);

    /** Before every record. */
    static final SequenceNumber NONE = new SequenceNumber(ZEROS);

    /**
     * The number in a stream record.
     *
     * @throws IllegalArgumentException if it is not 1 to 40 decimal digits
     */
    static SequenceNumber parse(String text) {
        if (text == null || text.isEmpty() || text.length() > WIDTH || !isDecimal(text)) {
            throw new IllegalArgumentException("not a sequence number of a stream record: " + text);
        }
        return new SequenceNumber(ZEROS.substring(text.length()) + text);
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return padded.compareTo(other.padded);
    }
}
