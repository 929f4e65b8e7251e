package io.github.viewtally.api.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.auth.AuthConfig.Jwks;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** An issuer, and the keys that the API fetches from it. */
abstract class RemoteJwkSourceFixture {

    static final TokenKey OLD = TokenKey.ec("old", 256);
    static final TokenKey NEW = TokenKey.ec("new", 256);
    static final Duration LONG = Duration.ofHours(1);
    static final Duration SHORT = Duration.ofMillis(50);
    static final Duration TIMEOUT = Duration.ofMillis(500);

    final Issuer issuer = new Issuer();
    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    RemoteJwkSource keys;

    @AfterEach
    void close() {
        valueOf(vertx.close());
        issuer.close();
    }

    void publish(String set) {
        issuer.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, set.isEmpty() ? -1 : set.length());
            exchange.getResponseBody().write(set.getBytes(StandardCharsets.UTF_8));
        });
    }

    static void awaitEnd(CountDownLatch end) {
        try {
            assertThat(end.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void start(Duration refresh, Duration atMostEvery) {
        Jwks source = new Jwks(URI.create(issuer.url()), refresh, atMostEvery, TIMEOUT);
        AuthConfig config = new AuthConfig(source, Issuer.NAME, Issuer.AUDIENCE, Duration.ZERO);
        onLoop(() -> {
            keys = new RemoteJwkSource(vertx, config, source);
            return keys.start();
        });
    }

    void accepts(TokenKey key) {
        assertThat(onLoop(() -> verify(key)).is("u")).isTrue();
    }

    void refuses(TokenKey key) {
        assertThatThrownBy(() -> onLoop(() -> verify(key)))
                .isNotInstanceOfAny(ProblemException.class, AssertionError.class);
    }

    void unavailable() {
        assertThatThrownBy(() -> onLoop(() -> verify(OLD)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        fault -> assertThat(fault.problem().status()).isEqualTo(503));
    }

    Future<Principal> verify(TokenKey key) {
        String text = Issuer.token(key, Issuer.claims().put("sub", "u"));
        UnverifiedToken token = new UnverifiedToken(text, key.id());
        return keys.forToken(token).compose(known -> known.verify(token));
    }

    <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(result));
        return valueOf(result.future());
    }

    static <T> T valueOf(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no response", e);
        }
    }
}
