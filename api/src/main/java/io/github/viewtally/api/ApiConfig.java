package io.github.viewtally.api;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of the API, from the environment.
 *
 * @param host HTTP_HOST, the address to listen on
 * @param port HTTP_PORT; 0 for any free one
 * @param tableName TABLE_NAME
 * @param dynamoDbEndpoint DYNAMODB_ENDPOINT; empty for that of the AWS region
 * @param cursorSecret CURSOR_SECRET, the same for all processes behind one address
 */
public record ApiConfig(String host, int port, String tableName, Optional<URI> dynamoDbEndpoint, String cursorSecret) {

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming every variable whose value cannot be used
     */
    public static ApiConfig fromEnv(Map<String, String> env) {
        List<String> faults = new ArrayList<>();
        String tableName = text(env, "TABLE_NAME", "video-stats");
        ApiConfig config = new ApiConfig(
                text(env, "HTTP_HOST", "127.0.0.1"),
                read(env, "HTTP_PORT", ApiConfig::port, "a port from 0 to 65535", faults)
                        .orElse(8080),
                tableName,
                read(env, "DYNAMODB_ENDPOINT", ApiConfig::httpUri, "an http or https URL", faults),
                text(env, "CURSOR_SECRET", "cursors of " + tableName));
        if (!tableName.matches("[A-Za-z0-9_.-]{3,255}")) {
            faults.add("TABLE_NAME must be 3 to 255 characters of A-Z a-z 0-9 _ . -, and is: " + tableName);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return config;
    }

    private static String text(Map<String, String> env, String name, String otherwise) {
        String value = env.get(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** A variable's value, or empty where it is not set; a value that cannot be read adds a fault. */
    public static <T> Optional<T> read(
            Map<String, String> env, String name, Function<String, T> parse, String rule, List<String> faults) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value.trim()));
        } catch (IllegalArgumentException e) {
            faults.add(name + " must be " + rule + ", and is: " + value);
            return Optional.empty();
        }
    }

    /** A port as text; an IllegalArgumentException if it is none. */
    public static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }

    private static URI httpUri(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }
}
