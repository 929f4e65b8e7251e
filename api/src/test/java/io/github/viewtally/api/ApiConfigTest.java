package io.github.viewtally.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.api.events.ViewConfig;
import io.github.viewtally.api.limits.LimitsConfig;
import io.github.viewtally.api.ops.HealthConfig;
import io.github.viewtally.api.server.BrowserConfig;
import io.github.viewtally.api.server.HttpConfig;
import io.github.viewtally.api.storage.TableConfig;
import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.api.summaries.CacheConfig;
import io.github.viewtally.model.HalfLife;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiConfigTest {

    @Test
    void readsDefaultsFromAnEmptyEnvironment() {
        ApiConfig config = ApiConfig.fromEnv(Map.of());

        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8080, Optional.of(8081), Optional.empty()));
        assertThat(config.table())
                .isEqualTo(new TableConfig(
                        "video-stats",
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        new WriteBounds(4, 20_000, Duration.ofMillis(2_500)),
                        new SpreadBounds(500, 64),
                        HalfLife.DEFAULT,
                        false));
        assertThat(config.cache()).isEqualTo(new CacheConfig(Duration.ofSeconds(1), 16 << 20));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(
                        10_000,
                        5_000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(8),
                        Duration.ZERO,
                        false,
                        32,
                        32 << 20,
                        64 << 20,
                        5_000));
        assertThat(config.browsers()).isEqualTo(new BrowserConfig(List.of(), 0));
        assertThat(config.health()).isEqualTo(new HealthConfig(Duration.ofSeconds(1), true));
        assertThat(config.accessLog()).isTrue();
        assertThat(config.views()).isEqualTo(new ViewConfig(600, Optional.empty(), 0, Optional.empty()));
    }

    @Test
    void readsEveryVariable() {
        Map<String, String> env = Map.ofEntries(
                entry("HTTP_HOST", "0.0.0.0"),
                entry("HTTP_PORT", " 80 "),
                entry("TABLE_NAME", "my_table.1"),
                entry("DYNAMODB_ENDPOINT", "http://127.0.0.1:8000"),
                entry("CURSOR_SECRET", "s3cret"),
                entry("WRITE_CALLS", "8"),
                entry("WRITE_QUEUE", "100"),
                entry("WRITE_PATIENCE_MS", "1000"),
                entry("HOT_VIDEO_WRITES", "50"),
                entry("MAX_VIDEO_PARTITIONS", "15"),
                entry("MAX_CONNECTIONS", "7"),
                entry("MAX_REQUESTS", "6"),
                entry("RECEIVE_SECONDS", "5"),
                entry("IDLE_SECONDS", "4"),
                entry("READ_SECONDS", "3"),
                entry("DRAIN_NOTICE_SECONDS", "2"),
                entry("HTTP2", "true"),
                entry("MAX_LIVE_CONNECTIONS", "11"),
                entry("CLIENT_RATE", "12"),
                entry("TRUSTED_PROXIES", "10.0.0.0/8, fd00::1"),
                entry("BODY_MIB", "3"),
                entry("HEAVY_READS", "9"),
                entry("HEAVY_READ_MIB", "2048"),
                entry("MANAGEMENT_PORT", "off"),
                entry("CORS_ORIGINS", "https://a.example, http://b.example:8080"),
                entry("HSTS_SECONDS", "31536000"),
                entry("READINESS_KEPT_MILLIS", "0"),
                entry("WARM_UP", "false"),
                entry("ACCESS_LOG", "false"),
                entry("MAX_FUTURE_SECONDS", "5"),
                entry("MAX_PAST_DAYS", "30"),
                entry("TREND_HALF_LIFE_HOURS", "48"),
                entry("USER_STATS", "true"),
                entry("PATH", "/bin"));

        ApiConfig config = ApiConfig.fromEnv(env);

        assertThat(config.http()).isEqualTo(new HttpConfig("0.0.0.0", 80, Optional.empty(), Optional.of("s3cret")));
        assertThat(config.table())
                .isEqualTo(new TableConfig(
                        "my_table.1",
                        Optional.of(URI.create("http://127.0.0.1:8000")),
                        Duration.ofSeconds(3),
                        new WriteBounds(8, 100, Duration.ofSeconds(1)),
                        new SpreadBounds(50, 8),
                        new HalfLife(48),
                        true));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(
                        7,
                        6,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        true,
                        9,
                        2L << 30,
                        3 << 20,
                        11));
        assertThat(config.browsers())
                .isEqualTo(new BrowserConfig(List.of("https://a.example", "http://b.example:8080"), 31_536_000));
        assertThat(config.health()).isEqualTo(new HealthConfig(Duration.ZERO, false));
        assertThat(config.accessLog()).isFalse();
        assertThat(config.views()).isEqualTo(new ViewConfig(5, Optional.of(30), 0, Optional.empty()));
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
        ApiConfig.read(settings, true);

        assertThat(settings.help())
                .contains(
                        "HTTP_HOST  (default: 127.0.0.1)",
                        "HTTP_PORT  (default: 8080)",
                        "DYNAMODB_ENDPOINT\n",
                        "MAX_FUTURE_SECONDS  (default: 600)",
                        "MAX_PAST_DAYS\n");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"HTTP_HOST", "HTTP_PORT", "TABLE_NAME", "DYNAMODB_ENDPOINT", "CURSOR_SECRET"})
    void treatsABlankVariableAsNotSet(String name) {
        assertThat(ApiConfig.fromEnv(Map.of(name, ""))).isEqualTo(ApiConfig.fromEnv(Map.of()));
        assertThat(ApiConfig.fromEnv(Map.of(name, "  "))).isEqualTo(ApiConfig.fromEnv(Map.of()));
    }

    @Test
    void warnsAboutARandomSecretAndAShortSecret() {
        assertThat(warning(Map.of()))
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("CURSOR_SECRET is not set").contains("need one shared secret"));
        assertThat(warning(Map.of("CURSOR_SECRET", "fifteen letters")))
                .hasValueSatisfying(text ->
                        assertThat(text).contains("fewer than 16 characters").doesNotContain("fifteen letters"));
        assertThat(warning(Map.of("CURSOR_SECRET", "sixteen letters!"))).isEmpty();
    }

    private static Optional<String> warning(Map<String, String> env) {
        return ApiConfig.fromEnv(env).http().cursorSecretWarning();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 65_535})
    void acceptsPort(int port) {
        ApiConfig config = ApiConfig.fromEnv(Map.of("HTTP_PORT", Integer.toString(port)));
        assertThat(config.http().port()).isEqualTo(port);
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
        "DYNAMODB_ENDPOINT, http://a b",
        "MAX_CONNECTIONS, 0",
        "MAX_REQUESTS, many",
        "RECEIVE_SECONDS, 0",
        "IDLE_SECONDS, 3601",
        "READ_SECONDS, 1.5",
        "DRAIN_NOTICE_SECONDS, 10",
        "HTTP2, yes",
        "CORS_ORIGINS, a.example",
        "CORS_ORIGINS, https://a.example/",
        "CORS_ORIGINS, 'https://a.example,'",
        "CORS_ORIGINS, 'https://a.example,*'",
        "CORS_ORIGINS, ftp://a.example",
        "CORS_ORIGINS, https://u@a.example",
        "CORS_ORIGINS, https://a.example?q",
        "HSTS_SECONDS, -1",
        "READINESS_KEPT_MILLIS, 60001",
        "WARM_UP, 0",
        "ACCESS_LOG, 1",
        "MAX_FUTURE_SECONDS, -1",
        "MAX_FUTURE_SECONDS, 315360001",
        "MAX_FUTURE_SECONDS, 10m",
        "MAX_PAST_DAYS, 0",
        "MAX_PAST_DAYS, 36501",
        "MAX_PAST_DAYS, any",
        "HOT_VIDEO_WRITES, 0",
        "HOT_VIDEO_WRITES, 1001",
        "MAX_VIDEO_PARTITIONS, 0",
        "MAX_VIDEO_PARTITIONS, 65"
    })
    void reportsInvalidVariable(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(Map.of(name, value)))
                .withMessageStartingWith(name + " must be ")
                .withMessageEndingWith("and is: " + value);
    }

    @Test
    void reportsAllInvalidVariablesButNoSecret() {
        Map<String, String> env =
                Map.of("HTTP_PORT", "http", "TABLE_NAME", "!", "DYNAMODB_ENDPOINT", "here", "CURSOR_SECRET", "s3cret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnv(env))
                .withMessageContainingAll("HTTP_PORT", "TABLE_NAME", "DYNAMODB_ENDPOINT")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3cret"));
    }
}
