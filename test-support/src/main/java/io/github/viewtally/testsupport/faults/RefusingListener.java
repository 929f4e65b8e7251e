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

/** Listens on a port of the loopback address. It can close the port for a while and open it again. */
final class RefusingListener implements Closeable {

    /** While the port is closed, another program may use it for an outgoing connection. */
    private static final Duration REOPEN_TIMEOUT = Duration.ofSeconds(10);

    private static final int BACKLOG = 1_024;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration refused;
    private final int port;
    private volatile ServerSocket socket;

    /** The last socket whose accept call has failed: its port is closed. Guarded by this object's monitor. */
    private ServerSocket lastClosed;

    /** Listens on a free port. {@code refused} is how long {@link #refuseForAWhile} refuses connections. */
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

    /** Waits for the next connection; returns empty when closed. Call it from one thread only. */
    Optional<Socket> accept() {
        while (true) {
            ServerSocket listening = socket;
            try {
                return Optional.of(listening.accept());
            } catch (IOException closedOrRefusing) {
                noteClosed(listening);
                if (!reopen()) {
                    return Optional.empty();
                }
            }
        }
    }

    private synchronized void noteClosed(ServerSocket listening) {
        lastClosed = listening;
        notifyAll();
    }

    private boolean reopen() {
        Instant deadline = Instant.now().plus(REOPEN_TIMEOUT);
        try {
            while (!isClosedWithin(refused)) {
                try {
                    socket = open(port);
                    return true;
                } catch (IOException portInUse) {
                    if (Instant.now().isAfter(deadline)) {
                        throw portInUse;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + " again", e);
        }
    }

    /**
     * Closes the port for a while, and returns when new connections are refused. The operating system keeps the port
     * open until the blocked accept call has returned.
     */
    synchronized void refuseForAWhile() throws IOException {
        ServerSocket listening = socket;
        closeQuietly(listening);
        try {
            while (lastClosed != listening) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits until the listener is closed; returns false on timeout. */
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
