package io.github.viewtally.api.server;

import io.github.viewtally.api.config.Settings;
import java.util.Optional;

/**
 * Addresses of the API, and the secret of its cursors.
 *
 * @param port 0 for any free one
 * @param managementPort the port of health and metrics, 0 for any free one; empty if they are served on {@code port}
 * @param cursorSecret signs cursors; the same for all processes behind one address. Empty for a random one per process
 */
public record HttpConfig(String host, int port, Optional<Integer> managementPort, Optional<String> cursorSecret) {

    private static final int MIN_SECRET_LENGTH = 16;

    private static final int MANAGEMENT_PORT = 8081;

    /**
     * Reads the settings.
     *
     * @param standalone whether there is a management port by default
     */
    public static HttpConfig read(Settings settings, boolean standalone) {
        String host = settings.text("HTTP_HOST", "127.0.0.1", "The address to listen on.");
        int port = settings.port("HTTP_PORT", 8080, "The port to listen on; 0 for any free one.");
        Optional<Integer> management = standalone ? Optional.of(port == 0 ? 0 : MANAGEMENT_PORT) : Optional.empty();
        return new HttpConfig(
                host,
                port,
                settings.portOrOff(
                        "MANAGEMENT_PORT",
                        management,
                        "The port of /health and /metrics; 0 for any free one (the default if HTTP_PORT is 0);"
                                + " off to serve them on HTTP_PORT."),
                settings.optional(
                        "CURSOR_SECRET",
                        text -> text,
                        "a text",
                        "Secret that signs the cursors of lists: at least " + MIN_SECRET_LENGTH
                                + " characters, the same for all"
                                + " processes behind one address. Default: a random one per process."));
    }

    /**
     * Returns {@code host:port}, the authority of a URL (RFC 3986, section 3.2). Puts an IPv6 address in brackets if it has
     * none.
     */
    public static String authority(String host, int port) {
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Returns a warning for operators of several processes; empty if the secret is set and long enough. */
    public Optional<String> cursorSecretWarning() {
        if (cursorSecret.isEmpty()) {
            return Optional.of(
                    "CURSOR_SECRET is not set: this process signs cursors with a random secret."
                            + " Several processes behind one address need one shared secret, or they refuse each other's cursors.");
        }
        return cursorSecret
                .filter(secret -> secret.length() < MIN_SECRET_LENGTH)
                .map(secret -> "CURSOR_SECRET has fewer than " + MIN_SECRET_LENGTH
                        + " characters: whoever guesses it can make cursors. Set a longer one.");
    }
}
