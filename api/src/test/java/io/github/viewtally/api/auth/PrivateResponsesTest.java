package io.github.viewtally.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cached responses are not sent to clients that may not read them. */
class PrivateResponsesTest {

    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(KEY.settings(Map.of("CACHE_MS", "60000")));

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/users/u/summary", "/users/u/stats", "/summaries/users?ids=u"})
    void refusesOtherUsersEvenForACachedResponseAndItsTag(String uri) {
        TestResponse response = get(uri, "u", "none").hasStatus(200);
        String tag = response.headers().get("ETag");

        TestResponse notModified = get(uri, "u", tag).hasStatus(304);
        for (TestResponse kept : List.of(response, notModified)) {
            assertThat(kept.headers().getAll("Cache-Control")).containsExactly("private, no-cache");
            assertThat(kept.headers().get("Vary")).containsIgnoringCase("authorization");
        }
        get(uri, "other", tag).isProblem(403);
        api.send(HttpMethod.GET, uri, Map.of("If-None-Match", tag), Buffer.buffer())
                .isProblem(401);
    }

    @Test
    void allowsProxiesToCachePublicResponses() {
        assertThat(api.get("/videos/v/summary").headers().get("Cache-Control")).startsWith("public,");
        assertThat(api.get("/summaries/videos?ids=v").headers().get("Cache-Control"))
                .startsWith("public,");
    }

    private static TestResponse get(String uri, String user, String tag) {
        Map<String, String> headers = new HashMap<>();
        headers.put(
                "Authorization", "Bearer " + Issuer.token(KEY, Issuer.claims().put("sub", user)));
        headers.put("If-None-Match", '"' + tag.replace("\"", "") + '"');
        return api.send(HttpMethod.GET, uri, headers, Buffer.buffer());
    }
}
