package io.github.viewtally.aggregators.change;

/**
 * The position of a record in its shard. Stream records carry it as a decimal number of 21 to 40 digits (Amazon DynamoDB
 * API reference, "StreamRecord"). Padded to 40 digits, the numbers sort as text, so a condition in DynamoDB can compare
 * them.
 */
public record SequenceNumber(String padded) implements Comparable<SequenceNumber> {

    private static final int WIDTH = 40;
    private static final int MIN_DIGITS = 21;
    private static final String ZEROS = "0".repeat(WIDTH);

    /** Lower than the number of every record. */
    public static final SequenceNumber NONE = new SequenceNumber(ZEROS);

    /** Higher than the number of every record. */
    public static final SequenceNumber HIGHEST = new SequenceNumber("9".repeat(WIDTH));

    /**
     * Parses the number of a stream record.
     *
     * @throws IllegalArgumentException if the text is not 1 to 40 decimal digits
     */
    public static SequenceNumber parse(String text) {
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

    /** The number as DynamoDB takes it: without leading zeros beyond 21 digits. */
    public String decimal() {
        int zeros = 0;
        while (zeros < WIDTH - MIN_DIGITS && padded.charAt(zeros) == '0') {
            zeros++;
        }
        return padded.substring(zeros);
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return padded.compareTo(other.padded);
    }
}
