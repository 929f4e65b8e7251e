package io.github.viewtally.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Stream;

/** A connection that can send any bytes, even those that no HTTP client sends. */
public final class RawHttp implements AutoCloseable {

    /** The media type of a response without an end. */
    public static final String EVENTS = "text/event-stream";

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    public RawHttp(int port) throws IOException {
        socket = new Socket(ApiUnderTest.HOST, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Creates a client with a small receive buffer. */
    public RawHttp(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(ApiUnderTest.HOST, port));
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Gets a resource over a connection of its own. */
    static TestResponse get(int port, String uri, Map<String, String> headers) {
        try (RawHttp connection = new RawHttp(port)) {
            connection.sendHead(Stream.concat(
                            Stream.of("GET " + uri + " HTTP/1.1", "Host: viewtally"),
                            headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()))
                    .toArray(String[]::new));
            return connection.response();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends all bytes before it reads a response, as simple clients do. */
    public RawHttp send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
        return this;
    }

    /** Sends lines with line ends, and an empty line after them. */
    public RawHttp sendHead(String... lines) throws IOException {
        return send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /** Reads the next response. Of a stream of events it reads the first part only. */
    public TestResponse response() throws IOException {
        return response(true);
    }

    /** Reads the next response. A response to HEAD has a Content-Length but no body. */
    public TestResponse response(boolean withBody) throws IOException {
        String[] head = head().split("\r\n");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Stream.of(head).skip(1).map(line -> line.split(": ", 2)).forEach(field -> headers.add(field[0], field[1]));
        if (withBody && "chunked".equals(headers.get("Transfer-Encoding"))) {
            Buffer body = EVENTS.equals(headers.get("Content-Type")) ? chunk() : chunks();
            return new TestResponse(Integer.parseInt(head[0].split(" ")[1]), headers, body);
        }
        boolean hasBody = withBody && headers.contains("Content-Length");
        int length = hasBody ? Integer.parseInt(headers.get("Content-Length")) : 0;
        byte[] body = socket.getInputStream().readNBytes(length);
        return new TestResponse(Integer.parseInt(head[0].split(" ")[1]), headers, Buffer.buffer(body));
    }

    private Buffer chunks() throws IOException {
        Buffer body = Buffer.buffer();
        Buffer chunk;
        do {
            chunk = chunk();
            body.appendBuffer(chunk);
        } while (chunk.length() > 0);
        return body;
    }

    /** Reads the next chunk of a response; an empty one at its end. */
    public Buffer chunk() throws IOException {
        int length = Integer.parseInt(until("\r\n").trim(), 16);
        Buffer chunk = Buffer.buffer(socket.getInputStream().readNBytes(length));
        until("\r\n");
        return chunk;
    }

    private String head() throws IOException {
        return until("\r\n\r\n");
    }

    /** Reads up to the first occurrence of a text, and returns all of it. */
    public String until(String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end, read.length() - end.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Returns everything until the API closes the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Returns whether a part of a response has arrived. */
    public boolean hasResponse() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the API has closed the connection after the responses that were read. */
    public boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
