package io.github.viewtally.api.http;

import io.github.viewtally.api.config.Settings;
import java.util.Optional;

/**
 * How the API is reached.
 *
 * @param port 0 for any free one
 * @param managementPort the port of health and metrics, 0 for any free one; empty if they are served on {@code port}
 * @param cursorSecret signs cursors; the same for all processes behind one address
 */
public record HttpConfig(String host, int port, Optional<Integer> managementPort, String cursorSecret) {

    /**
     * Reads the settings.
     *
     * @param managementPort where health and metrics are if nothing is said of it
     */
    public static HttpConfig read(Settings settings, String tableName, Optional<Integer> managementPort) {
        return new HttpConfig(
                settings.text("HTTP_HOST", "127.0.0.1", "The address to listen on."),
                settings.port("HTTP_PORT", 8080, "The port to listen on; 0 for any free one."),
                settings.portOrOff(
                        "MANAGEMENT_PORT",
                        managementPort,
                        "The port of /health and /metrics, which are then not served on HTTP_PORT; 0 for any free one,"
                                + " off to serve them on HTTP_PORT."),
                settings.optional(
                                "CURSOR_SECRET",
                                text -> text,
                                "a text",
                                "Signs the cursors of lists; the same for all processes behind one address."
                                        + " Without it, the table's name serves.")
                        .orElse("cursors of " + tableName));
    }
}
