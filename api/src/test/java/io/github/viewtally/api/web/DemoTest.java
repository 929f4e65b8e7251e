package io.github.viewtally.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with a player loads all files from this server. */
class DemoTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Pattern LINK = Pattern.compile(" (?:src|href)=\"([^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .* from \"([^\"]*)\"");

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @Test
    void servesAllLinksOfThePageAndAllImportsOfItsScript() {
        String page = api.get("/demo").hasStatus(200).body().toString();
        String script = api.get("/demo/demo.js").hasStatus(200).body().toString();

        List<String> links =
                LINK.matcher(page).results().map(match -> match.group(1)).toList();
        List<String> imports =
                IMPORT.matcher(script).results().map(match -> match.group(1)).toList();
        assertThat(links).contains("demo/demo.css", "demo/demo.js");
        assertThat(imports).containsExactly("../client.js", "./clock.js");
        assertThat(links).allSatisfy(link -> api.get(resolve("/demo", link)).hasStatus(200));
        assertThat(imports)
                .allSatisfy(name -> api.get(resolve("/demo/demo.js", name)).hasStatus(200));
    }

    private static String resolve(String base, String link) {
        return URI.create("http://host" + base).resolve(link).getPath();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/demo, text/html", "/demo/demo.js, text/javascript", "/demo/demo.css, text/css"})
    void sendsSecurityHeadersAndMediaType(String path, String type) {
        TestResponse response = api.get(path).hasStatus(200);

        assertThat(response.headers().get("Content-Type").split(";")[0]).isEqualTo(type);
        assertThat(response.headers().get("Content-Security-Policy"))
                .contains("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(response.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void respectsItsOwnPolicy() {
        assertThat(api.get("/demo").body().toString())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", " onclick=", " onload=", "//");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/demo/", "/demo/index.html"})
    void redirectsWhereRelativeLinksWouldBreak(String path) {
        String location = api.get(path).hasStatus(302).headers().get("Location");

        assertThat(URI.create("http://host" + path).resolve(location)).hasPath("/demo");
        assertThat(URI.create("http://host/prefix" + path).resolve(location)).hasPath("/prefix/demo");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/demo/none.js",
                "/demo/client.js",
                "/demo/..%2fopenapi.yaml",
                "/demo/%2e%2e%2fplayer%2fclient.js",
                "/demo/.hidden",
                "/demo/%00",
                "/player/client.js",
                "/client.ts",
                "/client.js/x"
            })
    void servesNothingElse(String path) {
        api.get(path).isProblem(404);
    }
}
