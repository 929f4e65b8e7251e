package io.github.viewtally.testsupport.faults;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** The proxy's connection to DynamoDB. It is opened for the first call and reused. Not thread-safe. */
final class TargetConnection implements Closeable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 60_000;

    /** DynamoDB Local closes idle connections. Calls must not fail because of that. */
    private static final long MAX_IDLE_NANOS = Duration.ofSeconds(5).toNanos();

    private final InetSocketAddress address;
    private Socket socket;
    private InputStream input;
    private long lastUsed;

    TargetConnection(URI target) {
        this.address = new InetSocketAddress(target.getHost(), target.getPort());
    }

    /** Sends a request and waits for the response. */
    HttpMessage exchange(HttpMessage request) throws IOException {
        if (socket == null || System.nanoTime() - lastUsed > MAX_IDLE_NANOS) {
            open();
        }
        request.writeTo(socket.getOutputStream());
        HttpMessage response = HttpMessage.read(input).orElseThrow(EOFException::new);
        lastUsed = System.nanoTime();
        if (response.isLastOfConnection()) {
            close();
        }
        return response;
    }

    private void open() throws IOException {
        close();
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(address, CONNECT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // The connection is not used again.
            }
            socket = null;
        }
    }
}
