package io.github.viewtally.benchmarks.process;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One connection that carries one request at a time, as raw bytes, and reads of an answer only its status and its length:
 * the cheapest client, so that on a machine that it shares with the server the server is what is measured.
 */
public final class Connection {

    private final NetSocket socket;
    private Buffer received = Buffer.buffer();
    private Consumer<Answer> waiting = answer -> {};
    private Runnable broken = () -> {};
    private boolean open = true;

    /** The bytes of an answer. */
    public record Answer(byte[] bytes) {

        public int status() {
            return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        }

        /** The value of a header; empty if it is missing. */
        public String header(String name) {
            String head = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
            return at < 0
                    ? ""
                    : head.substring(at + name.length() + 3, head.indexOf('\r', at + 2))
                            .trim();
        }
    }

    private Connection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::receive);
        socket.closeHandler(end -> {
            open = false;
            broken.run();
        });
    }

    /** Connects to a port of this machine. */
    public static Future<Connection> open(NetClient client, int port) {
        return client.connect(port, "127.0.0.1").map(Connection::new);
    }

    /** Whether the other side has not closed it. */
    public boolean isOpen() {
        return open;
    }

    /** Sends a request; the one before must have been answered. One of the two is called, once. */
    public void send(Buffer request, Consumer<Answer> answered, Runnable broken) {
        this.waiting = answered;
        this.broken = broken;
        socket.write(request);
    }

    public void close() {
        broken = () -> {};
        socket.close();
    }

    private void receive(Buffer more) {
        received = received.length() == 0 ? more : received.appendBuffer(more);
        byte[] bytes = received.getBytes();
        HttpHead head = HttpHead.of(bytes);
        if (head == null) {
            return;
        }
        Answer answer = new Answer(bytes);
        int end = answer.status() == 304 ? head.bodyStart() : head.end();
        if (bytes.length >= end) {
            received = Buffer.buffer();
            broken = () -> {};
            waiting.accept(answer);
        }
    }
}
