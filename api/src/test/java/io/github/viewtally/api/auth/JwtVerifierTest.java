package io.github.viewtally.api.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A token is verified once, and remembered as long as it is valid. */
class JwtVerifierTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(10, SECONDS);
    }

    @Test
    void verifiesATokenOnlyOnce() throws Exception {
        JwtVerifier verifier = verifier(KEY);
        UnverifiedToken token = token(KEY, 600);

        Principal first = verify(verifier, token);

        assertThat(first.is("u")).isTrue();
        assertThat(verify(verifier, token)).isSameAs(first);
    }

    @Test
    void doesNotTakeAnotherSignatureForTheOneItRemembers() throws Exception {
        JwtVerifier verifier = verifier(KEY);
        verify(verifier, token(KEY, 600));

        assertThatThrownBy(() -> verify(verifier, token(TokenKey.ec("k", 256), 600)))
                .isNotInstanceOf(AssertionError.class);
    }

    @Test
    void refusesARememberedTokenFromItsExpiryOn() throws Exception {
        JwtVerifier verifier = verifier(KEY);
        UnverifiedToken token = token(KEY, 2);
        Instant expiry = Instant.now().plusSeconds(3);
        Principal first = verify(verifier, token);

        int accepted = 0;
        boolean isRefused = false;
        while (!isRefused && Instant.now().isBefore(expiry.plusSeconds(10))) {
            try {
                assertThat(verify(verifier, token)).isSameAs(first);
                assertThat(Instant.now()).isBefore(expiry);
                accepted++;
            } catch (RuntimeException e) {
                isRefused = true;
            }
        }
        assertThat(isRefused).isTrue();
        assertThat(accepted).isPositive();
    }

    private static JwtVerifier verifier(TokenKey key) {
        AuthConfig config = new AuthConfig(null, Issuer.NAME, Issuer.AUDIENCE, Duration.ZERO);
        return new JwtVerifier(VERTX, config, SigningKey.ofPem(key.pem()));
    }

    private static UnverifiedToken token(TokenKey key, int secondsLeft) {
        long expiry = Instant.now().getEpochSecond() + secondsLeft;
        return new UnverifiedToken(
                Issuer.token(key, Issuer.claims().put("sub", "u").put("exp", expiry)), key.id());
    }

    private static Principal verify(JwtVerifier verifier, UnverifiedToken token) throws Exception {
        return verifier.verify(token).await(10, SECONDS);
    }
}
