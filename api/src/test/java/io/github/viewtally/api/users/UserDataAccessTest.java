package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.auth.Issuer;
import io.github.viewtally.api.auth.TokenKey;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To erase or export a user, a client needs the user's own token or a scope. */
class UserDataAccessTest {

    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(KEY.settings(Map.of()));

    @ParameterizedTest
    @CsvSource({"u, , 200", "other, , 403", "other, users:erase, 200", "other, events:write stats:read, 403"})
    void erasesWithOwnTokenOrScope(String subject, String scope, int status) {
        storeViews(3);

        send(HttpMethod.DELETE, "/users/u", subject, scope).hasStatus(status);

        assertThat(api.dynamoDb.items()).hasSize(status == 200 ? 0 : 3);
    }

    @ParameterizedTest
    @CsvSource({"u, , 200", "other, , 403", "other, users:erase, 200", "other, events:write stats:read, 403"})
    void exportsWithOwnTokenOrScope(String subject, String scope, int status) {
        storeViews(3);

        TestResponse response = send(HttpMethod.GET, "/users/u/export", subject, scope);

        response.hasStatus(status);
        assertThat(response.headers().get("Vary")).containsIgnoringCase("authorization");
        assertThat(response.headers().getAll("Cache-Control")).containsExactly("no-store");
    }

    private static TestResponse send(HttpMethod method, String path, String subject, String scope) {
        String token = Issuer.token(KEY, Issuer.claims().put("sub", subject).put("scope", scope == null ? "" : scope));
        return api.send(method, path, Map.of("Authorization", "Bearer " + token), Buffer.buffer());
    }

    private static void storeViews(int views) {
        for (int i = 0; i < views; i++) {
            api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:00:00.00000" + i + "+00:00"));
        }
    }
}
