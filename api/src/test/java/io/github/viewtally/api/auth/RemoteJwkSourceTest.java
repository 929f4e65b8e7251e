package io.github.viewtally.api.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.viewtally.api.auth.AuthConfig.Jwks;
import io.github.viewtally.api.auth.Issuer.TokenKey;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys come and go at the issuer, and so does the issuer. */
class RemoteJwkSourceTest {

    private static final TokenKey OLD = TokenKey.ec("old", 256);
    private static final TokenKey NEW = TokenKey.ec("new", 256);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Issuer issuer = new Issuer();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private RemoteJwkSource keys;

    @AfterEach
    void close() {
        valueOf(vertx.close());
        issuer.close();
    }

    @Test
    void hasTheKeysWhenStarted() {
        issuer.publish(OLD);
        start(LONG, LONG);

        assertThat(keys.known()).isTrue();
        accepts(OLD);
        accepts(OLD.named(null));
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void fetchesAgainForAnUnknownKey() {
        issuer.publish(OLD);
        start(LONG, Duration.ZERO);

        issuer.publish(OLD, NEW);

        accepts(NEW);
        accepts(OLD);
        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void fetchesOnceForManyUnknownKeysAtOnce() {
        issuer.publish(OLD);
        start(LONG, Duration.ZERO);

        List<Future<JsonObject>> tokens = onLoop(() -> Future.succeededFuture(IntStream.range(0, 100)
                .mapToObj(i -> verify(OLD.named("unknown-" + i)))
                .toList()));
        tokens.forEach(token -> assertThatThrownBy(() -> valueOf(token)).isNotNull());

        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void fetchesNoMoreThanAtMostEverySoOftenForUnknownKeys() {
        issuer.publish(OLD);
        start(LONG, LONG);

        issuer.publish(OLD, NEW);

        for (int i = 0; i < 10; i++) {
            refuses(NEW);
        }
        accepts(OLD);
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void forgetsKeyThatIsNoLongerPublished() {
        issuer.publish(OLD);
        start(SHORT, LONG);

        issuer.publish(NEW);

        await().untilAsserted(() -> refuses(OLD));
        accepts(NEW);
    }

    @Test
    void keepsTheLastKnownKeysWhileTheIssuerFails() {
        issuer.publish(OLD);
        start(SHORT, SHORT);
        int before = issuer.requests();

        issuer.answer(exchange -> exchange.sendResponseHeaders(500, -1));

        await().until(() -> issuer.requests() > before + 3);
        accepts(OLD);
        refuses(NEW);
        issuer.publish(NEW);
        await().untilAsserted(() -> accepts(NEW));
    }

    @Test
    void keepsTheLastKnownKeysWhenNoneCanBeUsed() {
        issuer.publish(OLD);
        start(SHORT, SHORT);

        for (String set : new String[] {
            "{\"keys\":[]}",
            "{}",
            "[]",
            "",
            "{\"keys\":[1,null,{}]}",
            "{\"keys\":[{\"kid\":\"new\",\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
            "{\"keys\":[{\"kid\":\"new\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}"
        }) {
            int before = issuer.requests();
            publish(set);

            await().until(() -> issuer.requests() > before + 1);
            refuses(NEW);
            accepts(OLD);
        }
    }

    @Test
    void passesOverKeysThatItCannotUse() {
        issuer.publish(new JsonObject().put("kid", "odd").put("kty", "odd"), OLD.jwk());
        start(LONG, LONG);

        accepts(OLD);
    }

    @Test
    void isUnavailableUntilThereAreKeys() {
        start(LONG, SHORT);

        assertThat(keys.known()).isFalse();
        unavailable();
        issuer.publish(OLD);
        await().until(() -> keys.known());
        accepts(OLD);
    }

    @Test
    void doesNotFollowToAnotherPlace() {
        issuer.answer(exchange -> {
            exchange.getResponseHeaders().add("Location", issuer.url());
            exchange.sendResponseHeaders(302, -1);
        });
        start(LONG, LONG);

        assertThat(keys.known()).isFalse();
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAnIssuerThatSaysNothing() {
        CountDownLatch end = new CountDownLatch(1);
        issuer.answer(exchange -> awaitEnd(end));

        try {
            start(LONG, LONG);
            unavailable();
        } finally {
            end.countDown();
        }
    }

    @Test
    void doesNotWaitForAnAnswerThatNeverEnds() {
        CountDownLatch end = new CountDownLatch(1);
        issuer.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"keys\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd(end);
        });

        try {
            start(LONG, LONG);
            unavailable();
        } finally {
            end.countDown();
        }
    }

    @Test
    void doesNotReadAnAnswerThatIsTooLong() {
        publish("{\"keys\":[" + OLD.jwk() + "]}" + " ".repeat(300 * 1024));

        start(LONG, LONG);

        unavailable();
    }

    private void publish(String set) {
        issuer.answer(exchange -> {
            exchange.sendResponseHeaders(200, set.isEmpty() ? -1 : set.length());
            exchange.getResponseBody().write(set.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            assertThat(end.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Duration refresh, Duration atMostEvery) {
        Jwks source = new Jwks(URI.create(issuer.url()), refresh, atMostEvery, TIMEOUT);
        AuthConfig config = new AuthConfig(source, Issuer.NAME, Issuer.AUDIENCE, Duration.ZERO);
        onLoop(() -> {
            keys = new RemoteJwkSource(vertx, config, source);
            return keys.start();
        });
    }

    private void accepts(TokenKey key) {
        assertThat(onLoop(() -> verify(key)).getString("sub")).isEqualTo("u");
    }

    private void refuses(TokenKey key) {
        assertThatThrownBy(() -> onLoop(() -> verify(key)))
                .isNotInstanceOfAny(ProblemException.class, AssertionError.class);
    }

    private void unavailable() {
        assertThatThrownBy(() -> onLoop(() -> verify(OLD)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        fault -> assertThat(fault.problem().status()).isEqualTo(503));
    }

    private Future<JsonObject> verify(TokenKey key) {
        String text = Issuer.token(key, Issuer.claims().put("sub", "u"));
        UnverifiedToken token = new UnverifiedToken(text, key.id());
        return keys.forToken(token).compose(known -> known.verify(token));
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(result));
        return valueOf(result.future());
    }

    private static <T> T valueOf(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
