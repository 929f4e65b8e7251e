package io.github.viewtally.api.server;

import io.github.viewtally.api.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * What browsers are allowed and told.
 *
 * @param allowedOrigins the origins whose pages may use the API; all if it is {@code *}
 * @param hstsSeconds how long browsers are told to come by HTTPS only; 0 for not telling them
 */
public record BrowserConfig(List<String> allowedOrigins, int hstsSeconds) {

    /** Stands for all origins. */
    static final String ANY = "*";

    public static BrowserConfig read(Settings settings) {
        return new BrowserConfig(
                settings.optional(
                                "CORS_ORIGINS",
                                BrowserConfig::origins,
                                "* or origins separated by commas, as in https://a.example,https://b.example:8443",
                                "The origins whose pages may use the API, separated by commas, or * for all;"
                                        + " none if it is not set.")
                        .orElse(List.of()),
                settings.integer(
                        "HSTS_SECONDS",
                        0,
                        0,
                        Integer.MAX_VALUE,
                        "Seconds for which browsers are told to come by HTTPS only; 0 for not telling them."));
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
