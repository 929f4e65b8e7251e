package io.github.viewtally.api.auth;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes of the issuer's keys, and outages of the issuer. */
class RemoteJwkSourceTest extends RemoteJwkSourceFixture {
    @Test
    void loadsTheKeysAtStart() {
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

        List<Future<Principal>> tokens = onLoop(() -> Future.succeededFuture(IntStream.range(0, 100)
                .mapToObj(i -> verify(OLD.named("unknown-" + i)))
                .toList()));
        tokens.forEach(token -> assertThatThrownBy(() -> valueOf(token)).isNotNull());

        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void limitsTheFetchesForUnknownKeys() {
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
    void dropsAKeyThatIsNoLongerPublished() {
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

        issuer.respondWith(exchange -> exchange.sendResponseHeaders(500, -1));

        await().until(() -> issuer.requests() > before + 3);
        accepts(OLD);
        refuses(NEW);
        issuer.publish(NEW);
        await().untilAsserted(() -> accepts(NEW));
    }

    @Test
    void keepsTheLastKnownKeysIfAllNewOnesAreInvalid() {
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
    void ignoresUnsupportedKeys() {
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
    void doesNotFollowRedirects() {
        issuer.respondWith(exchange -> {
            exchange.getResponseHeaders().add("Location", issuer.url());
            exchange.sendResponseHeaders(302, -1);
        });
        start(LONG, LONG);

        assertThat(keys.known()).isFalse();
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForASilentIssuer() {
        CountDownLatch end = new CountDownLatch(1);
        issuer.respondWith(exchange -> awaitEnd(end));

        try {
            start(LONG, LONG);
            unavailable();
        } finally {
            end.countDown();
        }
    }

    @Test
    void timesOutOnAnEndlessResponse() {
        CountDownLatch end = new CountDownLatch(1);
        issuer.respondWith(exchange -> {
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
    void refusesAResponseThatIsTooLong() {
        publish("{\"keys\":[" + OLD.jwk() + "]}" + " ".repeat(300 * 1024));

        start(LONG, LONG);

        unavailable();
    }
}
