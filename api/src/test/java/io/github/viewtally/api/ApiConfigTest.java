package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.api.http.HttpConfig;
import io.github.viewtally.api.summaries.CacheConfig;
import io.github.viewtally.api.table.TableConfig;
import io.github.viewtally.api.table.WriteBounds;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiConfigTest {

    @Test
    void needsNothing() {
        ApiConfig config = ApiConfig.fromEnv(Map.of());

        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8080, "cursors of video-stats"));
        assertThat(config.table())
                .isEqualTo(new TableConfig(
                        "video-stats", Optional.empty(), new WriteBounds(4, 20_000, Duration.ofMillis(2_500))));
        assertThat(config.cache()).isEqualTo(new CacheConfig(Duration.ofSeconds(1), 16 << 20));
    }

    @Test
    void readsEveryVariable() {
        Map<String, String> env = Map.of(
                "HTTP_HOST", "0.0.0.0",
                "HTTP_PORT", " 80 ",
                "TABLE_NAME", "my_table.1",
                "DYNAMODB_ENDPOINT", "http://127.0.0.1:8000",
                "CURSOR_SECRET", "s3cret",
                "WRITE_CALLS", "8",
                "WRITE_QUEUE", "100",
                "WRITE_PATIENCE_MS", "1000",
                "PATH", "/bin");

        ApiConfig config = ApiConfig.fromEnv(env);

        assertThat(config.http()).isEqualTo(new HttpConfig("0.0.0.0", 80, "s3cret"));
        assertThat(config.table())
                .isEqualTo(new TableConfig(
                        "my_table.1",
                        Optional.of(URI.create("http://127.0.0.1:8000")),
                        new WriteBounds(8, 100, Duration.ofSeconds(1))));
    }

    @Test
    void readsVariablesOfTheCache() {
        assertThat(ApiConfig.fromEnv(Map.of("CACHE_MS", "0", "CACHE_MIB", "1024"))
                        .cache())
                .isEqualTo(new CacheConfig(Duration.ZERO, 1L << 30));
    }

    @Test
    void listsEveryVariableWithItsDefault() {
        Settings settings = new Settings(Map.of());
        ApiConfig.read(settings);

        assertThat(settings.help())
                .contains("HTTP_HOST  (default: 127.0.0.1)", "HTTP_PORT  (default: 8080)", "DYNAMODB_ENDPOINT\n");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"HTTP_HOST", "HTTP_PORT", "TABLE_NAME", "DYNAMODB_ENDPOINT", "CURSOR_SECRET"})
    void takesBlankVariableForOneThatIsNotSet(String name) {
        assertThat(ApiConfig.fromEnv(Map.of(name, ""))).isEqualTo(ApiConfig.fromEnv(Map.of()));
        assertThat(ApiConfig.fromEnv(Map.of(name, "  "))).isEqualTo(ApiConfig.fromEnv(Map.of()));
    }

    @Test
    void takesSecretOfItsTableIfThereIsNone() {
        assertThat(ApiConfig.fromEnv(Map.of("TABLE_NAME", "other")).http().cursorSecret())
                .isEqualTo("cursors of other");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 65_535})
    void takesPort(int port) {
        assertThat(ApiConfig.fromEnv(Map.of("HTTP_PORT", Integer.toString(port)))
                        .http()
                        .port())
                .isEqualTo(port);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "HTTP_PORT, -1",
        "HTTP_PORT, 65536",
        "HTTP_PORT, 80a",
        "HTTP_PORT, 99999999999",
        "CACHE_MS, -1",
        "CACHE_MS, 60001",
        "CACHE_MS, 1s",
        "CACHE_MIB, 0",
        "CACHE_MIB, 1025",
        "TABLE_NAME, ab",
        "TABLE_NAME, a b c",
        "TABLE_NAME, tables/1",
        "DYNAMODB_ENDPOINT, localhost",
        "DYNAMODB_ENDPOINT, localhost:8000",
        "DYNAMODB_ENDPOINT, ftp://localhost",
        "DYNAMODB_ENDPOINT, http://",
        "DYNAMODB_ENDPOINT, http:///x",
        "DYNAMODB_ENDPOINT, http://a b"
    })
    void namesVariableThatCannotBeUsed(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(Map.of(name, value)))
                .withMessageStartingWith(name + " must be ")
                .withMessageEndingWith("and is: " + value);
    }

    @Test
    void namesAllVariablesThatCannotBeUsedButNoSecret() {
        Map<String, String> env = new HashMap<>();
        env.put("HTTP_PORT", "http");
        env.put("TABLE_NAME", "!");
        env.put("DYNAMODB_ENDPOINT", "here");
        env.put("CURSOR_SECRET", "s3cret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(env))
                .withMessageContainingAll("HTTP_PORT", "TABLE_NAME", "DYNAMODB_ENDPOINT")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3cret"));
    }
}
