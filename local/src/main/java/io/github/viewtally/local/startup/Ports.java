package io.github.viewtally.local.startup;

import io.github.viewtally.api.server.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks and chooses TCP ports of this machine. */
public final class Ports {

    private Ports() {}

    /**
     * Checks that a server can listen on a port.
     *
     * @param variable the environment variable that sets the port
     * @throws StartupException if the port is in use or the address is not of this machine
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
        return new StartupException("cannot listen on " + HttpConfig.authority(host, port) + ": " + e.getMessage(), e);
    }

    /** Returns whether the port is free on all addresses of this machine. */
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

    /** Returns a port that is free at the moment. Another program may take it later. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates the exception for a port that is in use.
     *
     * @param variable the environment variable that sets the port
     */
    public static StartupException inUse(int port, String variable) {
        return new StartupException(
                "port " + port + " is in use: stop the program that uses it, or set " + variable + " to a free port");
    }
}
