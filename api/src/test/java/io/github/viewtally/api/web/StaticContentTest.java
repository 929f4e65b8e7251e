package io.github.viewtally.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the dashboard and the contract are served, unchanged. */
class StaticContentTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Pattern LINK = Pattern.compile(" (?:src|href)=\"([^\"#]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from \"[.]/([^\"]+)\"");

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/, dashboard/index.html, text/html",
        "/openapi.yaml, openapi.yaml, application/yaml",
        "/dashboard/dashboard.js, dashboard/dashboard.js, text/javascript",
        "/dashboard/api.js, dashboard/api.js, text/javascript",
        "/dashboard/charts/1.6.30/dist/uPlot.esm.js, META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js, text/javascript",
        "/dashboard/charts/1.6.30/dist/uPlot.min.css, META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css, text/css",
        "/dashboard/dashboard.css, dashboard/dashboard.css, text/css",
        "/dashboard/favicon.svg, dashboard/favicon.svg, image/svg+xml",
        "/dashboard/../openapi.yaml, openapi.yaml, application/yaml"
    })
    void servesFile(String path, String file, String type) throws IOException {
        TestResponse response = api.get(path).hasStatus(200);

        assertThat(response.headers().get("Content-Type").split(";")[0]).isEqualTo(type);
        try (InputStream expected = getClass().getResourceAsStream("/" + file)) {
            assertThat(response.body().getBytes()).isEqualTo(expected.readAllBytes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/openapi.yaml", "/dashboard/dashboard.js", "/dashboard/dashboard.css"})
    void sendsSecurityHeaders(String path) {
        TestResponse response = api.get(path).hasStatus(200);

        assertThat(response.headers().get("Content-Security-Policy"))
                .contains("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(response.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void servesAllFilesThatThePageAndItsScriptsUse() throws IOException {
        List<String> files = new ArrayList<>(List.of("/"));
        for (int i = 0; i < files.size(); i++) {
            String file = files.get(i);
            String text = api.get(file).hasStatus(200).body().toString();
            Pattern names = file.equals("/") ? LINK : IMPORT;
            String folder = file.startsWith("/dashboard/charts") ? "" : file.equals("/") ? "/" : "/dashboard/";
            names.matcher(folder.isEmpty() ? "" : text)
                    .results()
                    .map(name -> folder + name.group(1))
                    .forEach(name -> {
                        if (!files.contains(name)) {
                            files.add(name);
                        }
                    });
        }
        assertThat(files)
                .contains(
                        "/dashboard/dashboard.js", "/dashboard/chart.js", "/dashboard/charts/1.6.30/dist/uPlot.esm.js");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/dashboard", "/dashboard/", "/dashboard/index.html"})
    void redirectsWhereRelativeLinksWouldBreak(String path) {
        String location = api.get(path).hasStatus(302).headers().get("Location");

        assertThat(URI.create("http://host" + path).resolve(location)).hasPath("/");
        assertThat(URI.create("http://host/prefix" + path).resolve(location)).hasPath("/prefix/");
    }

    @Test
    void servesAPageThatRespectsItsOwnPolicy() {
        assertThat(api.get("/").body().toString())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", " onclick=", " onload=", "//");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/dashboard/none.js",
                "/dashboard/..%2f",
                "/dashboard/..%2F..",
                "/dashboard/%2e%2e%2f",
                "/dashboard/a%2f..%2f..%2f..%2f..",
                "/dashboard/charts/..%2F..",
                "/dashboard/charts/..%2f..%2f..%2f..%2f..%2f..",
                "/dashboard/charts/..%5c..",
                "/dashboard/charts/%2f",
                "/dashboard/charts/%00",
                "/dashboard/...",
                "/dashboard/.hidden",
                "/docs/..%2f",
                "/docs/..%2F..",
                "/docs/%2f..%2f",
                "/dashboard/charts/none.js",
                "/dashboard/charts/../../swagger-ui/none.js",
                "/dashboard/..%2fopenapi.yaml",
                "/dashboard/%2e%2e%2fopenapi.yaml",
                "/dashboard/..%5copenapi.yaml",
                "/dashboard//openapi.yaml",
                "/dashboard/%2fetc%2fpasswd",
                "/dashboard/%00",
                "/dashboard/../dashboard/../pom.xml",
                "/dashboard/../io/github/viewtally/api/ApiVerticle.class",
                "/dashboard/..%2fio/github/viewtally/api/ApiVerticle.class"
            })
    void servesNothingElse(String path) {
        api.get(path).isProblem(404);
    }

    @Test
    void ignoresQueriesOfFilesAndMonitors() {
        for (String path : new String[] {"/", "/dashboard/dashboard.js", "/openapi.yaml", "/health/live", "/metrics"}) {
            api.get(path + "?v=1").hasStatus(200);
        }
    }
}
