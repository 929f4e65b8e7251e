package io.github.viewtally.benchmarks.process;

/**
 * The part of an HTTP head that is required to find the end of the message.
 *
 * @param bodyStart the offset of the body
 * @param end the offset after the body
 */
public record HttpHead(int bodyStart, int end) {

    private static final String LENGTH = "content-length:";

    /** Parses the head at the start of the bytes; null if it is incomplete. */
    public static HttpHead of(byte[] bytes) {
        for (int i = 3; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return new HttpHead(i + 1, i + 1 + contentLength(bytes, i + 1));
            }
        }
        return null;
    }

    private static int contentLength(byte[] bytes, int headEnd) {
        int at = find(bytes, headEnd, LENGTH);
        if (at < 0) {
            return 0;
        }
        int length = 0;
        for (int i = at + LENGTH.length(); bytes[i] != '\r'; i++) {
            if (bytes[i] != ' ') {
                length = length * 10 + bytes[i] - '0';
            }
        }
        return length;
    }

    /** Returns the offset of a lower-case text, ignoring case; -1 if it is missing. */
    static int find(byte[] bytes, int end, String text) {
        char first = text.charAt(0);
        for (int i = 0; i <= end - text.length(); i++) {
            if ((bytes[i] | 0x20) == first && matches(bytes, i, text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, String text) {
        for (int i = 1; i < text.length(); i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
