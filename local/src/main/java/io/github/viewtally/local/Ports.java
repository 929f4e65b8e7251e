package io.github.viewtally.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
public final class Ports {

    private Ports() {}

    /** Whether nobody listens on this port of the address. */
    public static boolean isFree(String host, int port) {
        return canBind(new InetSocketAddress(host, port));
    }

    /** Whether nobody listens on this port of any address. */
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return true;
        } catch (IOException e) {
            return false;
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
    public static StartFailure inUse(int port, String variable) {
        return new StartFailure(
                "port " + port + " is in use: end what listens there, or set " + variable + " to a free port");
    }
}
