package io.github.viewtally.api.http;

import io.github.viewtally.api.config.Settings;

/**
 * How the API is reached.
 *
 * @param port 0 for any free one
 * @param cursorSecret signs cursors; the same for all processes behind one address
 */
public record HttpConfig(String host, int port, String cursorSecret) {

    public static HttpConfig read(Settings settings, String tableName) {
        return new HttpConfig(
                settings.text("HTTP_HOST", "127.0.0.1", "The address to listen on."),
                settings.port("HTTP_PORT", 8080, "The port to listen on; 0 for any free one."),
                settings.optional(
                                "CURSOR_SECRET",
                                text -> text,
                                "a text",
                                "Signs the cursors of lists; the same for all processes behind one address."
                                        + " Without it, the table's name serves.")
                        .orElse("cursors of " + tableName));
    }
}
