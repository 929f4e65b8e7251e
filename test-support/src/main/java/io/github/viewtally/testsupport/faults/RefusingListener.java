package io.github.viewtally.testsupport.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Listens on a port of the loopback address, which it can give up for a while and take again. */
final class RefusingListener implements Closeable {

    /** In the meantime the port may serve as the local end of somebody's connection. */
    private static final Duration REOPENING = Duration.ofSeconds(10);

    private static final int BACKLOG = 1_024;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration refused;
    private final int port;
    private volatile ServerSocket socket;

    /** Listens on any free port; {@code refused} is how long it then refuses connections when it is told to. */
    RefusingListener(Duration refused) throws IOException {
        this.refused = refused;
        socket = open(0);
        port = socket.getLocalPort();
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Waits for the next connection; empty when closed. To be called by one thread. */
    Optional<Socket> accept() {
        while (true) {
            try {
                return Optional.of(socket.accept());
            } catch (IOException refusing) {
                if (!reopen()) {
                    return Optional.empty();
                }
            }
        }
    }

    private boolean reopen() {
        Instant deadline = Instant.now().plus(REOPENING);
        try {
            while (!isClosedWithin(refused)) {
                try {
                    socket = open(port);
                    return true;
                } catch (IOException taken) {
                    if (Instant.now().isAfter(deadline)) {
                        throw taken;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the port cannot be taken again", e);
        }
    }

    /** New connections are refused from now on, for a while. */
    void refuseForAWhile() {
        closeQuietly(socket);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits; true as soon as the listener is closed, false when the time is over. */
    boolean isClosedWithin(Duration time) throws IOException {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(socket);
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
