package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A public key that verifies tokens.
 *
 * @param id null if it has none
 * @param algorithms the algorithms that it may be used with (RFC 7518, section 3.1)
 */
record SigningKey(String id, PublicKey key, List<String> algorithms) {

    private static final List<String> RSA = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final int MIN_RSA_BITS = 2_048;
    private static final Map<Integer, String> ECDSA = Map.of(256, "ES256", 384, "ES384", 521, "ES512");
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

    /** Only asymmetric algorithms: never {@code none}, never HMAC. */
    static final Set<String> ALGORITHMS =
            Set.copyOf(Stream.concat(RSA.stream(), ECDSA.values().stream()).toList());

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    /**
     * Reads one or more public keys or certificates in PEM.
     *
     * @throws IllegalArgumentException if the text has anything else
     */
    static List<SigningKey> ofPem(String text) {
        List<SigningKey> keys = new ArrayList<>();
        Matcher pem = PEM.matcher(text);
        int end = 0;
        for (; pem.find() && pem.start() == end; end = pem.end()) {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            PublicKey key = pem.group(1).equals("CERTIFICATE") ? ofCertificate(der) : ofKeyInfo(der);
            keys.add(new SigningKey(null, key, algorithmsOf(key)));
        }
        if (keys.isEmpty() || end != text.length()) {
            throw new IllegalArgumentException("no PEM");
        }
        return keys;
    }

    private static PublicKey ofCertificate(byte[] der) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate", e);
        }
    }

    private static PublicKey ofKeyInfo(byte[] der) {
        for (String kind : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // Try the next key type.
            }
        }
        throw new IllegalArgumentException("no RSA or EC key");
    }

    /**
     * Reads a key of a JSON Web Key Set (RFC 7517).
     *
     * @throws IllegalArgumentException for a key that must not verify tokens
     */
    static SigningKey ofJwk(JsonObject jwk) {
        try {
            if (!jwk.getString("use", "sig").equals("sig")) {
                throw new IllegalArgumentException("it is not for signatures");
            }
            PublicKey key =
                    switch (jwk.getString("kty", "")) {
                        case "RSA" ->
                            KeyFactory.getInstance("RSA")
                                    .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
                        case "EC" ->
                            KeyFactory.getInstance("EC")
                                    .generatePublic(new ECPublicKeySpec(
                                            new ECPoint(number(jwk, "x"), number(jwk, "y")),
                                            curve(jwk.getString("crv"))));
                        default -> throw new IllegalArgumentException("it is neither RSA nor EC");
                    };
            List<String> algorithms = algorithmsOf(key);
            if (jwk.containsKey("alg")) {
                algorithms =
                        algorithms.stream().filter(jwk.getString("alg")::equals).toList();
            }
            if (algorithms.isEmpty()) {
                throw new IllegalArgumentException("its alg does not go with it");
            }
            return new SigningKey(jwk.getString("kid"), key, algorithms);
        } catch (GeneralSecurityException | NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException("it is malformed", e);
        }
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name)));
    }

    private static ECParameterSpec curve(String name) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec(CURVES.get(name)));
        return curve.getParameterSpec(ECParameterSpec.class);
    }

    private static List<String> algorithmsOf(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return RSA;
        }
        if (key instanceof ECPublicKey ec
                && ECDSA.containsKey(ec.getParams().getOrder().bitLength())) {
            return List.of(ECDSA.get(ec.getParams().getOrder().bitLength()));
        }
        throw new IllegalArgumentException("it is neither RSA of " + MIN_RSA_BITS + " bits or more nor a known curve");
    }

    /** Returns the options for Vert.x. */
    Stream<PubSecKeyOptions> options() {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return algorithms.stream().map(algorithm -> {
            PubSecKeyOptions options =
                    new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(pem);
            return id == null ? options : options.setId(id);
        });
    }
}
