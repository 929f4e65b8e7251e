package io.github.viewtally.local.startup;

import io.github.viewtally.api.server.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
public final class Ports {

    private Ports() {}

    /**
     * Fails if nobody could listen on this port of the address.
     *
     * @param variable which chooses another port
     */
    public static void requireFree(String host, int port, String variable) {
        try {
            bind(new InetSocketAddress(host, port));
        } catch (BindException e) {
            throw String.valueOf(e.getMessage()).contains("in use")
                    ? inUse(port, variable)
                    : cannotListen(host, port, e);
        } catch (IOException e) {
            throw cannotListen(host, port, e);
        }
    }

    private static StartupException cannotListen(String host, int port, IOException e) {
        return new StartupException("cannot listen on " + Authority.of(host, port) + ": " + e.getMessage(), e);
    }

    /** Whether nobody listens on this port of any address. */
    public static boolean isFree(int port) {
        try {
            bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void bind(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        }
    }

    /** A port that is free now. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say of a port that is not free, and which variable chooses another. */
    public static StartupException inUse(int port, String variable) {
        return new StartupException(
                "port " + port + " is in use: end what listens there, or set " + variable + " to a free port");
    }
}
