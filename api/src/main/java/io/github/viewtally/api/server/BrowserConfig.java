package io.github.viewtally.api.server;

import io.github.viewtally.api.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings for browsers.
 *
 * @param allowedOrigins origins whose pages may use the API; {@code *} for all
 * @param hstsSeconds how long browsers must use HTTPS only; 0 to send no such header
 */
public record BrowserConfig(List<String> allowedOrigins, int hstsSeconds) {

    /** Means all origins. */
    static final String ANY = "*";

    public static BrowserConfig read(Settings settings) {
        return new BrowserConfig(
                settings.optional(
                                "CORS_ORIGINS",
                                BrowserConfig::origins,
                                "* or origins separated by commas, as in https://a.example,https://b.example:8443",
                                "The origins whose pages may use the API, separated by commas, or * for all."
                                        + " Default: none.")
                        .orElse(List.of()),
                settings.integer(
                        "HSTS_SECONDS",
                        0,
                        0,
                        Integer.MAX_VALUE,
                        "Seconds for which browsers must use HTTPS only; 0 to send no such header."));
    }

    private static List<String> origins(String text) {
        return text.equals(ANY)
                ? List.of(ANY)
                : Stream.of(text.split(",", -1))
                        .map(origin -> origin(origin.trim()))
                        .toList();
    }

    private static String origin(String text) {
        URI uri = URI.create(text);
        boolean bare = uri.getScheme() != null
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        if (!bare || !uri.getScheme().matches("https?")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
