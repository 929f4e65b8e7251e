package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the contract are served as they are, and nothing beside them. */
class SiteTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void theTableWasNotTouched() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/, dashboard/index.html, text/html",
        "/openapi.yaml, openapi.yaml, application/yaml",
        "/dashboard/dashboard.js, dashboard/dashboard.js, text/javascript",
        "/dashboard/api.js, dashboard/api.js, text/javascript",
        "/dashboard/dashboard.css, dashboard/dashboard.css, text/css",
        "/dashboard/favicon.svg, dashboard/favicon.svg, image/svg+xml",
        "/dashboard/../openapi.yaml, openapi.yaml, application/yaml"
    })
    void servesFile(String path, String file, String type) throws IOException {
        Answer answer = api.get(path).hasStatus(200);

        assertThat(answer.headers().get("Content-Type").split(";")[0]).isEqualTo(type);
        try (InputStream expected = getClass().getResourceAsStream("/" + file)) {
            assertThat(answer.body().getBytes()).isEqualTo(expected.readAllBytes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/openapi.yaml", "/dashboard/dashboard.js", "/dashboard/dashboard.css"})
    void tellsBrowsersToLoadNothingFromElsewhereAndToGuessNothing(String path) {
        Answer answer = api.get(path).hasStatus(200);

        assertThat(answer.headers().get("Content-Security-Policy"))
                .contains("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(answer.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/dashboard", "/dashboard/", "/dashboard/index.html"})
    void leadsToThePageFromWhereItsLinksWouldBeBroken(String path) {
        Answer answer = api.get(path).hasStatus(302);

        assertThat(answer.headers().get("Location")).isEqualTo("/");
    }

    @Test
    void servesPageThatKeepsToItsOwnPolicy() {
        assertThat(api.get("/").body().toString())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", " onclick=", " onload=", "//");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/dashboard/none.js",
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
