package io.github.viewtally.benchmarks.process;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A connection that sends one request at a time as raw bytes and reads only the status and the length of the response. This
 * client uses little CPU, because it shares the machine with the measured server.
 */
public final class RawHttpConnection {

    private final NetSocket socket;
    private Buffer received = Buffer.buffer();
    private Consumer<RawResponse> waiting = response -> {};
    private Runnable onClose = () -> {};
    private boolean open = true;

    /** The bytes of a response. */
    public record RawResponse(byte[] bytes) {

        public int status() {
            return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        }

        /** Returns the value of a header; empty if it is missing. */
        public String header(String name) {
            String head = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
            return at < 0
                    ? ""
                    : head.substring(at + name.length() + 3, head.indexOf('\r', at + 2))
                            .trim();
        }
    }

    private RawHttpConnection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::receive);
        socket.closeHandler(end -> {
            open = false;
            onClose.run();
        });
    }

    /** Opens a connection to a port of this machine. */
    public static Future<RawHttpConnection> open(NetClient client, int port) {
        return client.connect(port, "127.0.0.1").map(RawHttpConnection::new);
    }

    public boolean isOpen() {
        return open;
    }

    /** Sends a request after the previous response. Calls one of the two callbacks once. */
    public void send(Buffer request, Consumer<RawResponse> onResponse, Runnable onClose) {
        this.waiting = onResponse;
        this.onClose = onClose;
        socket.write(request);
    }

    public void close() {
        onClose = () -> {};
        socket.close();
    }

    private void receive(Buffer more) {
        received = received.length() == 0 ? more : received.appendBuffer(more);
        byte[] bytes = received.getBytes();
        HttpHead head = HttpHead.of(bytes);
        if (head == null) {
            return;
        }
        RawResponse response = new RawResponse(bytes);
        int end = response.status() == 304 ? head.bodyStart() : head.end();
        if (bytes.length >= end) {
            received = Buffer.buffer();
            onClose = () -> {};
            waiting.accept(response);
        }
    }
}
