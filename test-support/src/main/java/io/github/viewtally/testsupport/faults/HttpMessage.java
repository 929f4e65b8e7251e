package io.github.viewtally.testsupport.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request or response of HTTP/1.1 in the form that DynamoDB uses: every message declares the length of its body.
 *
 * @param headers headers by case-insensitive name, without those for the framing of the body
 */
record HttpMessage(String startLine, Map<String, String> headers, byte[] body) {

    private static final int MAX_LINE = 64 * 1024;

    /**
     * Reads the next message.
     *
     * @return empty at the end of the stream
     * @throws EOFException if the stream ends within a message
     */
    static Optional<HttpMessage> read(InputStream input) throws IOException {
        Optional<String> startLine = line(input);
        if (startLine.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = innerLine(input); !line.isEmpty(); line = innerLine(input)) {
            String[] header = line.split(":", 2);
            headers.put(header[0].trim(), header[1].trim());
        }
        boolean chunked = "chunked".equalsIgnoreCase(headers.remove("Transfer-Encoding"));
        String length = headers.remove("Content-Length");
        byte[] body = chunked ? chunks(input) : exactly(length == null ? 0 : Integer.parseInt(length), input);
        return Optional.of(new HttpMessage(startLine.get(), headers, body));
    }

    private static byte[] chunks(InputStream input) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length = chunkLength(input);
        while (length > 0) {
            body.write(exactly(length, input));
            innerLine(input);
            length = chunkLength(input);
        }
        while (!innerLine(input).isEmpty()) {
            continue;
        }
        return body.toByteArray();
    }

    private static int chunkLength(InputStream input) throws IOException {
        return Integer.parseInt(innerLine(input).split(";", 2)[0].trim(), 16);
    }

    private static byte[] exactly(int length, InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String innerLine(InputStream input) throws IOException {
        return line(input).orElseThrow(EOFException::new);
    }

    private static Optional<String> line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 && line.size() == 0) {
                return Optional.empty();
            }
            if (next < 0 || line.size() > MAX_LINE) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
    }

    /** Writes the message with a Content-Length. */
    void writeTo(OutputStream output) throws IOException {
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
        message.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        message.write(body);
        message.writeTo(output);
        output.flush();
    }

    /** Returns a copy with another body and without a checksum. */
    HttpMessage withBody(String text) {
        Map<String, String> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(headers);
        others.remove("x-amz-crc32");
        return new HttpMessage(startLine, others, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The DynamoDB operation of a request; an empty string if it has none. */
    String operation() {
        String target = headers.getOrDefault("X-Amz-Target", "");
        return target.substring(target.lastIndexOf('.') + 1);
    }

    /** Returns whether this is a response with status 200. */
    boolean isSuccess() {
        return startLine.startsWith("HTTP/1.1 200");
    }

    /** Returns whether the sender closes the connection after this message. */
    boolean isLastOfConnection() {
        return "close".equalsIgnoreCase(headers.get("Connection"));
    }
}
