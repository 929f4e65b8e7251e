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

/** The proxy's connection to DynamoDB, opened when it is needed and kept for the next call. */
final class TargetConnection implements Closeable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 60_000;

    /** DynamoDB Local ends connections that are idle; a call should not meet with that by chance. */
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(5).toNanos();

    private final InetSocketAddress address;
    private Socket socket;
    private InputStream input;
    private long lastUsed;

    TargetConnection(URI target) {
        this.address = new InetSocketAddress(target.getHost(), target.getPort());
    }

    /** Sends the request, and waits for the answer. */
    HttpMessage exchange(HttpMessage request) throws IOException {
        if (socket == null || System.nanoTime() - lastUsed > LONGEST_IDLE_NANOS) {
            open();
        }
        request.writeTo(socket.getOutputStream());
        HttpMessage answer = HttpMessage.read(input).orElseThrow(EOFException::new);
        lastUsed = System.nanoTime();
        if (answer.isLastOfConnection()) {
            close();
        }
        return answer;
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
                // There is nothing more to be done with it.
            }
            socket = null;
        }
    }
}
