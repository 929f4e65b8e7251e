package io.github.viewtally.api.auth;

import io.github.viewtally.api.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of access tokens.
 *
 * @param leeway the maximum difference between the clocks of issuer and API
 */
public record AuthConfig(KeySource source, String issuer, String audience, Duration leeway) {

    private static final String ON = "jwt";

    /** The source of the issuer's public keys. */
    sealed interface KeySource {

        JwkSource open(Vertx vertx, AuthConfig config);
    }

    /** Keys in the configuration. */
    record Fixed(List<SigningKey> keys) implements KeySource {

        @Override
        public JwkSource open(Vertx vertx, AuthConfig config) {
            return new StaticJwkSource(new JwtVerifier(vertx, config, keys));
        }
    }

    /**
     * Keys at a URL.
     *
     * @param refresh the time between two fetches
     * @param atMostEvery the shortest time between two fetches for tokens with an unknown key, or after a failure
     */
    record Jwks(URI url, Duration refresh, Duration atMostEvery, Duration timeout) implements KeySource {

        private static final Duration TIMEOUT = Duration.ofSeconds(5);

        @Override
        public JwkSource open(Vertx vertx, AuthConfig config) {
            return new RemoteJwkSource(vertx, config, this);
        }
    }

    /** Reads the settings; empty if AUTH is off. */
    public static Optional<AuthConfig> read(Settings settings) {
        Optional<String> mode = settings.optional(
                "AUTH", AuthConfig::mode, "off or jwt", "jwt to require bearer tokens. Default: off.");
        Optional<URI> url = settings.url("AUTH_JWKS_URL", "With AUTH=jwt: the URL of the issuer's keys.");
        Optional<String> pem = settings.optional(
                "AUTH_PUBLIC_KEY",
                text -> text,
                "a text",
                "Instead of AUTH_JWKS_URL: public keys or certificates in PEM, or the path of a file of them.");
        Optional<String> issuer = text(settings, "AUTH_ISSUER", "With AUTH=jwt: the required iss of tokens.");
        Optional<String> audience = text(settings, "AUTH_AUDIENCE", "With AUTH=jwt: the required aud of tokens.");
        Duration leeway = seconds(
                settings,
                "AUTH_LEEWAY_SECONDS",
                30,
                0,
                300,
                "Maximum difference between the clocks of issuer and API.");
        Duration refresh = seconds(
                settings,
                "AUTH_JWKS_REFRESH_SECONDS",
                300,
                10,
                86_400,
                "Time between two fetches of the issuer's keys.");
        Duration retry = seconds(
                settings,
                "AUTH_JWKS_RETRY_SECONDS",
                10,
                1,
                3_600,
                "Minimum time between two fetches for tokens with an unknown key, and after a failure.");
        if (mode.isEmpty() && Stream.of(url, pem, issuer, audience).anyMatch(Optional::isPresent)) {
            settings.addFault("AUTH must be jwt, or off, where AUTH_JWKS_URL, AUTH_PUBLIC_KEY, AUTH_ISSUER or"
                    + " AUTH_AUDIENCE is set");
        }
        if (!mode.equals(Optional.of(ON))) {
            return Optional.empty();
        }
        if (url.isPresent() == pem.isPresent()) {
            settings.addFault("AUTH=jwt needs one of AUTH_JWKS_URL and AUTH_PUBLIC_KEY");
        }
        require(settings, "AUTH_ISSUER", issuer);
        require(settings, "AUTH_AUDIENCE", audience);
        KeySource source = url.<KeySource>map(at -> new Jwks(at, refresh, retry, Jwks.TIMEOUT))
                .orElseGet(() -> new Fixed(pem.map(text -> keys(settings, text)).orElse(List.of())));
        return Optional.of(new AuthConfig(source, issuer.orElse(""), audience.orElse(""), leeway));
    }

    private static String mode(String text) {
        if (!List.of("off", ON).contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Optional<String> text(Settings settings, String name, String meaning) {
        return settings.optional(name, text -> text, "a text", meaning);
    }

    private static Duration seconds(
            Settings settings, String name, int defaultValue, int min, int max, String meaning) {
        return Duration.ofSeconds(settings.integer(name, defaultValue, min, max, meaning + " In seconds."));
    }

    private static void require(Settings settings, String name, Optional<String> value) {
        if (value.isEmpty()) {
            settings.addFault("AUTH=jwt needs " + name);
        }
    }

    /** The message does not show the value: it may be a private key, set by mistake. */
    private static List<SigningKey> keys(Settings settings, String text) {
        try {
            String pem = text.startsWith("-----") ? text.replace("\\n", "\n") : Files.readString(Path.of(text));
            return SigningKey.ofPem(pem.strip());
        } catch (IOException | IllegalArgumentException e) {
            settings.addFault(
                    "AUTH_PUBLIC_KEY must be RSA (2048 bits or more) or EC public keys or certificates in PEM,"
                            + " or the path of a file of them");
            return List.of();
        }
    }

    /** Keys that do not change while the process runs. */
    record StaticJwkSource(JwtVerifier keys) implements JwkSource {

        @Override
        public Future<Void> start() {
            return Future.succeededFuture();
        }

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public Future<JwtVerifier> forToken(UnverifiedToken token) {
            return Future.succeededFuture(keys);
        }
    }
}
