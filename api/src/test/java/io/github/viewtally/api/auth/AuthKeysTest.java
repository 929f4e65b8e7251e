package io.github.viewtally.api.auth;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API while its issuer publishes no keys, and while they change. */
class AuthKeysTest {

    private static final TokenKey OLD = TokenKey.ec("old", 256);
    private static final TokenKey NEW = TokenKey.rsa("new");

    private static final Issuer LATE = new Issuer();
    private static final Issuer CHANGING = new Issuer();

    static {
        CHANGING.publish(OLD);
    }

    @RegisterExtension
    static final ApiUnderTest early = new ApiUnderTest(settings(LATE));

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(settings(CHANGING));

    private static Map<String, String> settings(Issuer issuer) {
        return Map.of(
                "AUTH",
                "jwt",
                "AUTH_JWKS_URL",
                issuer.url(),
                "AUTH_JWKS_RETRY_SECONDS",
                "1",
                "AUTH_ISSUER",
                Issuer.NAME,
                "AUTH_AUDIENCE",
                Issuer.AUDIENCE);
    }

    @AfterAll
    static void close() {
        LATE.close();
        CHANGING.close();
    }

    @Test
    void isNotReadyBeforeItHasKeys() {
        early.get("/health/ready").isProblem(503);
        early.get("/health/live").hasStatus(200);
        early.get("/videos/v/summary").hasStatus(200);
        early.get("/users/u/summary").isProblem(401);
        TestResponse refusal = summary(early, OLD);
        refusal.isProblem(503);
        assertThat(refusal.headers().get("Retry-After")).isEqualTo("1");

        LATE.publish(OLD);

        await().untilAsserted(() -> early.get("/health/ready").hasStatus(200));
        summary(early, OLD).hasStatus(200);
    }

    /** The body is longer than one read buffer, and must not be lost while the key is fetched. */
    @Test
    void keepsABodyThatArrivesDuringTheKeyFetch() {
        summary(api, OLD).hasStatus(200);
        summary(api, NEW).isProblem(401);
        CountDownLatch sent = new CountDownLatch(1);
        CHANGING.publish(OLD, NEW);
        Issuer.KeysResponse keys = CHANGING.response();
        CHANGING.respondWith(exchange -> {
            try {
                sent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            keys.to(exchange);
        });
        int before = CHANGING.requests();

        // Refused until the next fetch is allowed. Then the request waits for the issuer.
        Future<TestResponse> response = await().until(
                        () -> {
                            Future<TestResponse> begun = api.begin(HttpMethod.POST, "/views", headers(NEW), longBody());
                            await().until(() -> begun.isComplete() || CHANGING.requests() > before);
                            return begun;
                        },
                        begun -> !begun.isComplete());
        sent.countDown();

        ApiUnderTest.await(response).hasStatus(201);
        assertThat(api.dynamoDb.items()).hasSize(1);
        summary(api, OLD).hasStatus(200);
    }

    private static Buffer longBody() {
        return Buffer.buffer(Samples.VIEW.replace("{", "{" + " ".repeat(60 * 1024)));
    }

    private static Map<String, String> headers(TokenKey key) {
        Map<String, String> headers = new HashMap<>(ApiUnderTest.JSON);
        headers.put(
                "Authorization", "Bearer " + Issuer.token(key, Issuer.claims().put("sub", "u")));
        return headers;
    }

    private static TestResponse summary(ApiUnderTest api, TokenKey key) {
        return api.send(HttpMethod.GET, "/users/u/summary", headers(key), Buffer.buffer());
    }
}
