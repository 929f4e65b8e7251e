package io.github.viewtally.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    private static final List<String> RSA = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final TokenKey KEY = TokenKey.rsa("r");

    @Test
    void readsRsaKeys() {
        for (SigningKey key : List.of(SigningKey.ofPem(KEY.pem()).get(0), SigningKey.ofJwk(KEY.jwk()))) {
            assertThat(key.key()).isEqualTo(KEY.pair().getPublic());
            assertThat(key.algorithms()).isEqualTo(RSA);
        }
        assertThat(SigningKey.ofJwk(KEY.jwk()).id()).isEqualTo("r");
    }

    @ParameterizedTest(name = "P-{0}")
    @CsvSource({"256, ES256", "384, ES384", "521, ES512"})
    void readsEcKeys(int bits, String algorithm) {
        TokenKey made = TokenKey.ec("e", bits);

        for (SigningKey key : List.of(SigningKey.ofPem(made.pem()).get(0), SigningKey.ofJwk(made.jwk()))) {
            assertThat(key.key()).isEqualTo(made.pair().getPublic());
            assertThat(key.algorithms()).containsExactly(algorithm);
        }
    }

    @Test
    void acceptsOnlyTheAlgorithmOfTheKey() {
        assertThat(SigningKey.ofJwk(KEY.jwk().put("alg", "PS256").put("use", "sig"))
                        .algorithms())
                .containsExactly("PS256");
    }

    @Test
    void readsSeveralConcatenatedKeys() {
        assertThat(SigningKey.ofPem(KEY.pem() + "\n" + TokenKey.ec("e", 256).pem()))
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{'kty':'oct','k':'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA','alg':'HS256'}",
                "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}",
                "{'kty':'EC','crv':'P-192','x':'AA','y':'AA'}",
                "{'kty':'EC','x':'AA','y':'AA'}",
                "{'kty':'RSA','n':'AQAB','e':'AQAB'}",
                "{'kty':'RSA','n':'%%%','e':'AQAB'}",
                "{'kty':'RSA','n':{},'e':[]}",
                "{'kty':'RSA'}",
                "{'kty':1}",
                "{}"
            })
    void refusesOtherPublishedKey(String jwk) {
        refused(new JsonObject(jwk.replace('\'', '"')));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"HS256", "none", "ES256", "RS1", ""})
    void refusesKeyWhoseTypeDoesNotMatchItsAlgorithm(String algorithm) {
        refused(KEY.jwk().put("alg", algorithm));
    }

    @Test
    void refusesKeyForEncryption() {
        refused(KEY.jwk().put("use", "enc"));
        refused(KEY.jwk().put("use", 5));
    }

    /** One malformed key must not make all keys of the set useless. */
    @Test
    void refusesKeyWhoseMembersAreNull() {
        for (String member : KEY.jwk().put("use", "sig").put("alg", "RS256").fieldNames()) {
            if (!member.equals("kid")) {
                refused(KEY.jwk().putNull(member));
            }
        }
    }

    @Test
    void refusesOtherPem() throws GeneralSecurityException {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1_024);
        String privateKey =
                Base64.getMimeEncoder().encodeToString(KEY.pair().getPrivate().getEncoded());
        for (String text : List.of(
                "",
                "key",
                KEY.pem().replace("PUBLIC", "PRIVATE"),
                "-----BEGIN PRIVATE KEY-----\n" + privateKey + "\n-----END PRIVATE KEY-----\n",
                KEY.pem() + "more",
                "more" + KEY.pem(),
                KEY.pem().replace("M", ""),
                KEY.pem().substring(0, 200),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                TokenKey.pem(small.generateKeyPair().getPublic()),
                TokenKey.pem(KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic()))) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> SigningKey.ofPem(text));
        }
    }

    private static void refused(JsonObject jwk) {
        assertThatIllegalArgumentException().as(jwk.encode()).isThrownBy(() -> SigningKey.ofJwk(jwk));
    }
}
