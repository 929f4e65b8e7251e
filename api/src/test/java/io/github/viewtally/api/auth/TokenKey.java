package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A pair of keys to sign with. */
public record TokenKey(String id, String algorithm, KeyPair pair) {

    /** The pair of every RSA key of the tests. Generating one takes a second of processor time. */
    private static final KeyPair RSA = pair("RSA", 2_048);

    public static TokenKey rsa(String id) {
        return new TokenKey(id, "RS256", RSA);
    }

    /** An RSA key with a pair of its own. */
    public static TokenKey rsaOfAnotherIssuer(String id) {
        return new TokenKey(id, "RS256", pair("RSA", 2_048));
    }

    public static TokenKey ec(String id, int bits) {
        return new TokenKey(id, Map.of(256, "ES256", 384, "ES384", 521, "ES512").get(bits), pair("EC", bits));
    }

    public TokenKey as(String algorithm) {
        return new TokenKey(id, algorithm, pair);
    }

    public TokenKey named(String id) {
        return new TokenKey(id, algorithm, pair);
    }

    /** Returns the settings of an API that accepts tokens signed with this key, with additional ones. */
    public Map<String, String> settings(Map<String, String> additional) {
        Map<String, String> settings = new HashMap<>(additional);
        settings.putAll(Map.of(
                "AUTH", "jwt", "AUTH_PUBLIC_KEY", pem(), "AUTH_ISSUER", Issuer.NAME, "AUTH_AUDIENCE", Issuer.AUDIENCE));
        return settings;
    }

    public String pem() {
        return pem(pair.getPublic());
    }

    public static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Returns the published form (RFC 7517) without the optional members. */
    public JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("kid", id);
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA")
                    .put("n", number(rsa.getModulus(), 0))
                    .put("e", number(rsa.getPublicExponent(), 0));
        }
        ECPublicKey ec = (ECPublicKey) pair.getPublic();
        int bits = ec.getParams().getOrder().bitLength();
        return jwk.put("kty", "EC")
                .put("crv", "P-" + bits)
                .put("x", number(ec.getW().getAffineX(), (bits + 7) / 8))
                .put("y", number(ec.getW().getAffineY(), (bits + 7) / 8));
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature =
                    switch (algorithm) {
                        case "RS256" -> Signature.getInstance("SHA256withRSA");
                        case "RS512" -> Signature.getInstance("SHA512withRSA");
                        case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
                        case "ES512" -> Signature.getInstance("SHA512withECDSAinP1363Format");
                        default -> throw new AssertionError(algorithm);
                    };
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int size = length == 0 ? (number.bitLength() + 7) / 8 : length;
        byte[] padded = new byte[size];
        int copied = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - copied, padded, size - copied, copied);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }

    private static KeyPair pair(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
