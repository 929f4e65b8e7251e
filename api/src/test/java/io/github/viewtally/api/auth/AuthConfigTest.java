package io.github.viewtally.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.viewtally.api.auth.AuthConfig.Fixed;
import io.github.viewtally.api.auth.AuthConfig.Jwks;
import io.github.viewtally.api.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthConfigTest {

    private static final TokenKey KEY = TokenKey.ec("k", 256);
    private static final Map<String, String> JWT =
            Map.of("AUTH", "jwt", "AUTH_ISSUER", "https://issuer.example/", "AUTH_AUDIENCE", "viewtally");

    @Test
    void isOffIfNothingIsSet() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("AUTH", " "))).isEmpty();
    }

    @Test
    void isOffEvenIfAllOtherSettingsAreSet() {
        assertThat(read(with(JWT, Map.of("AUTH", "off", "AUTH_PUBLIC_KEY", KEY.pem()))))
                .isEmpty();
    }

    @Test
    void readsKeysAtUrl() {
        assertThat(read(with(JWT, Map.of("AUTH_JWKS_URL", "https://issuer.example/keys"))))
                .contains(new AuthConfig(
                        new Jwks(
                                URI.create("https://issuer.example/keys"),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5)),
                        "https://issuer.example/",
                        "viewtally",
                        Duration.ofSeconds(30)));
    }

    @Test
    void readsTheFetchIntervals() {
        Map<String, String> times = Map.of(
                "AUTH_JWKS_URL", "https://issuer.example/keys",
                "AUTH_JWKS_REFRESH_SECONDS", "60",
                "AUTH_JWKS_RETRY_SECONDS", "2",
                "AUTH_LEEWAY_SECONDS", "0");

        AuthConfig config = read(with(JWT, times)).orElseThrow();

        assertThat(config.leeway()).isZero();
        assertThat(config.source())
                .isEqualTo(new Jwks(
                        URI.create("https://issuer.example/keys"),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5)));
    }

    @Test
    void readsKeyFromTextOrFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), KEY.pem());

        for (String key : new String[] {KEY.pem(), KEY.pem().replace("\n", "\\n"), file.toString()}) {
            assertThat(read(with(JWT, Map.of("AUTH_PUBLIC_KEY", key)))
                            .orElseThrow()
                            .source())
                    .isEqualTo(new Fixed(SigningKey.ofPem(KEY.pem())));
        }
    }

    @Test
    void reportsAllMissingSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("AUTH", "jwt")))
                .withMessageContainingAll("AUTH_JWKS_URL and AUTH_PUBLIC_KEY", "AUTH_ISSUER", "AUTH_AUDIENCE");
    }

    @Test
    void requiresExactlyOneSourceOfKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(with(
                        JWT, Map.of("AUTH_JWKS_URL", "https://issuer.example/keys", "AUTH_PUBLIC_KEY", KEY.pem()))))
                .withMessageContaining("one of AUTH_JWKS_URL and AUTH_PUBLIC_KEY");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"AUTH_JWKS_URL", "AUTH_PUBLIC_KEY", "AUTH_ISSUER", "AUTH_AUDIENCE"})
    void requiresAuthToBeJwtIfOtherSettingsAreSet(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(name, "https://issuer.example/")))
                .withMessageContaining("AUTH must be jwt, or off");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "AUTH, on",
        "AUTH_JWKS_URL, keys",
        "AUTH_PUBLIC_KEY, /no/such/file",
        "AUTH_JWKS_REFRESH_SECONDS, 0",
        "AUTH_JWKS_RETRY_SECONDS, 0",
        "AUTH_LEEWAY_SECONDS, 3600"
    })
    void namesWhatCannotBeUsed(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(with(JWT, Map.of(name, value))))
                .withMessageContaining(name + " must be ");
    }

    @Test
    void doesNotPrintAPrivateKeySetByMistake() {
        String secret = KEY.pem().replace("PUBLIC", "PRIVATE");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(with(JWT, Map.of("AUTH_PUBLIC_KEY", secret))))
                .satisfies(fault -> assertThat(fault.getMessage())
                        .contains("AUTH_PUBLIC_KEY")
                        .doesNotContain("BEGIN"));
    }

    private static Optional<AuthConfig> read(Map<String, String> env) {
        Settings settings = new Settings(env);
        Optional<AuthConfig> config = AuthConfig.read(settings);
        settings.check();
        return config;
    }

    private static Map<String, String> with(Map<String, String> env, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(env);
        all.putAll(more);
        return all;
    }
}
