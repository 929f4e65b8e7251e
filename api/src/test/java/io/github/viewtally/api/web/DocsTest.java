package io.github.viewtally.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The viewer of the contract loads all files from this server. */
class DocsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @Test
    void servesAllLinksOfThePage() {
        String page = api.get("/docs").hasStatus(200).body().toString();

        List<String> links =
                LINK.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(links).contains("docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/docs.js", "openapi.yaml");
        assertThat(links).allSatisfy(link -> assertThat(
                        api.get("/" + link).hasStatus(200).body().length())
                .isPositive());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/docs, text/html, no-cache",
        "/docs/docs.js, text/javascript, no-cache",
        "/docs/swagger-ui.css, text/css, 'public, max-age=86400'",
        "/docs/swagger-ui-bundle.js, text/javascript, 'public, max-age=86400'"
    })
    void sendsMediaTypeAndLifetimeOfAFile(String path, String type, String caching) {
        TestResponse get = api.get(path).hasStatus(200);
        TestResponse head = api.send(HttpMethod.HEAD, path).hasStatus(200);

        assertThat(head.body().length()).isZero();
        assertThat(get.body().length()).isPositive();
        for (TestResponse response : List.of(get, head)) {
            assertThat(response.headers().get("Content-Type").split(";")[0]).isEqualTo(type);
            assertThat(response.headers().get("Cache-Control")).isEqualTo(caching);
            assertThat(response.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(response.headers().get("Content-Security-Policy"))
                    .contains("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "http", "*");
        }
    }

    @Test
    void doesNotSendTheViewerToABrowserThatCachedIt() {
        String path = "/docs/swagger-ui-bundle.js";
        String tag = api.get(path).headers().get("ETag");

        TestResponse again = api.send(HttpMethod.GET, path, Map.of("If-None-Match", tag), Buffer.buffer());
        assertThat(again.hasStatus(304).body().length()).isZero();
        api.send(HttpMethod.GET, path, Map.of("If-None-Match", "\"0\""), Buffer.buffer())
                .hasStatus(200);
    }

    @Test
    void respectsItsOwnPolicy() {
        assertThat(api.get("/docs").body().toString())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", " onclick=", " onload=", "//");
        assertThat(api.get("/docs/docs.js").body().toString()).doesNotContain("http");
    }

    @Test
    void redirectsWhereRelativeLinksWouldBreak() {
        String location = api.get("/docs/").hasStatus(302).headers().get("Location");

        assertThat(URI.create("http://host/docs/").resolve(location)).hasPath("/docs");
        assertThat(URI.create("http://host/prefix/docs/").resolve(location)).hasPath("/prefix/docs");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/docs/none.js",
                "/docs/index.html",
                "/docs/swagger-ui.js",
                "/docs/swagger-ui.css/",
                "/docs/..%2fopenapi.yaml",
                "/docs/%00",
                "/docs/../io/github/viewtally/api/ApiVerticle.class"
            })
    void servesNothingElse(String path) {
        api.get(path).isProblem(404);
    }
}
