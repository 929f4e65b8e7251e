package io.github.viewtally.api.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * JSON as bytes, written as it is told to. A library's generator, which also checks the order of what it is told, took a
 * quarter of the event loop's time under load (decision 0008).
 */
final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    /** Of a char that is written as an escape with its number. */
    private static final int LONGEST_CHAR = 6;

    private byte[] bytes;
    private int length;

    JsonBytes(int about) {
        bytes = new byte[about];
    }

    /** Punctuation, and whatever else is JSON already. */
    JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** A string in its quotes; whatever is not plain ASCII is escaped (RFC 8259, section 7). */
    JsonBytes string(String text) {
        reserve(LONGEST_CHAR * text.length() + 2);
        byte[] into = bytes;
        int at = length;
        into[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
                into[at++] = (byte) c;
            } else {
                into[at++] = '\\';
                into[at++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    into[at++] = HEX[c >> shift & 0xf];
                }
            }
        }
        into[at++] = '"';
        length = at;
        return this;
    }

    /** Takes back the last byte. */
    JsonBytes dropLast() {
        length--;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
