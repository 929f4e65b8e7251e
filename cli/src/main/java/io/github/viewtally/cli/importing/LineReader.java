package io.github.viewtally.cli.importing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines that end in LF or CRLF, with bounded memory. A byte order mark of UTF-8 is skipped. */
final class LineReader implements AutoCloseable {
    /**
     * A line of an input file.
     *
     * @param number the number of the line, from 1
     * @param text the line without its end; of a line that is too long only the beginning
     * @param problem why the line cannot be a record; empty if it can
     */
    record InputLine(long number, String text, Optional<String> problem) {}

    /** A valid event is shorter, even if each character of its ids is escaped. */
    static final int MAX_BYTES = 16 * 1_024;

    private static final int BUFFER_BYTES = 64 * 1_024;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final byte[] line = new byte[MAX_BYTES];
    private long number;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /** Returns the next line; empty at the end. Fails if the input cannot be read or decompressed. */
    Optional<InputLine> next() throws IOException {
        long bytes = 0;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (bytes < MAX_BYTES) {
                line[(int) bytes] = (byte) next;
            }
            bytes++;
            next = in.read();
        }
        number++;
        return Optional.of(line(bytes));
    }

    /** Returns the number of lines read. */
    long number() {
        return number;
    }

    private InputLine line(long bytes) {
        String text = new String(line, 0, (int) Math.min(bytes, MAX_BYTES), StandardCharsets.UTF_8);
        if (number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        if (bytes > MAX_BYTES) {
            return new InputLine(number, text, Optional.of("the line is longer than " + MAX_BYTES + " bytes"));
        }
        // The decoder replaces invalid bytes. No id contains this character.
        boolean isInvalid = text.indexOf(REPLACEMENT) >= 0;
        return new InputLine(number, text, isInvalid ? Optional.of("the line is not valid UTF-8") : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
