package io.github.viewtally.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.stream.Stream;

/** A connection on which anything may be sent, also what no HTTP client would send. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    public RawHttp(int port) throws IOException {
        socket = new Socket(ApiUnderTest.HOST, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends all of it before an answer is looked at, as simple clients do. */
    public RawHttp send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
        return this;
    }

    /** Sends lines, each with its end, and the empty line behind them. */
    public RawHttp sendHead(String... lines) throws IOException {
        return send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /** The next answer. */
    public TestResponse answer() throws IOException {
        return answer(true);
    }

    /** The next answer; one to HEAD has the length of a body, but none. */
    public TestResponse answer(boolean withBody) throws IOException {
        String[] head = head().split("\r\n");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Stream.of(head).skip(1).map(line -> line.split(": ", 2)).forEach(field -> headers.add(field[0], field[1]));
        boolean hasBody = withBody && headers.contains("Content-Length");
        int length = hasBody ? Integer.parseInt(headers.get("Content-Length")) : 0;
        byte[] body = socket.getInputStream().readNBytes(length);
        return new TestResponse(Integer.parseInt(head[0].split(" ")[1]), headers, Buffer.buffer(body));
    }

    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head.toString(ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    /** Whether something of an answer has arrived. */
    public boolean hasAnswer() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the API has ended the connection, after the answers that were read. */
    public boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
