package io.github.viewtally.api.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of access tokens with a server for its keys. It signs with the JDK, not with the library under test. */
public final class Issuer implements AutoCloseable {

    public static final String NAME = "https://issuer.example/";
    public static final String AUDIENCE = "viewtally";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile KeysResponse response = exchange -> exchange.sendResponseHeaders(500, -1);

    /** The server's response to a request for the keys. */
    public interface KeysResponse {
        void to(HttpExchange exchange) throws IOException;
    }

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
            return new TokenKey(
                    id, Map.of(256, "ES256", 384, "ES384", 521, "ES512").get(bits), pair("EC", bits));
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
            settings.putAll(
                    Map.of("AUTH", "jwt", "AUTH_PUBLIC_KEY", pem(), "AUTH_ISSUER", NAME, "AUTH_AUDIENCE", AUDIENCE));
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

        private static String number(BigInteger number, int length) {
            byte[] bytes = number.toByteArray();
            int size = length == 0 ? (number.bitLength() + 7) / 8 : length;
            byte[] padded = new byte[size];
            int copied = Math.min(bytes.length, size);
            System.arraycopy(bytes, bytes.length - copied, padded, size - copied, copied);
            return BASE64.encodeToString(padded);
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

    public Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/keys", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                response.to(exchange);
            }
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    /** Returns the number of requests for its keys. */
    public int requests() {
        return requests.get();
    }

    public KeysResponse response() {
        return response;
    }

    public void respondWith(KeysResponse response) {
        this.response = response;
    }

    public void publish(TokenKey... keys) {
        publish(Stream.of(keys).map(TokenKey::jwk).toArray(JsonObject[]::new));
    }

    public void publish(JsonObject... jwks) {
        byte[] body = new JsonObject()
                .put("keys", new JsonArray(List.of(jwks)))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        respondWith(exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** The claims of a token that is valid for some minutes. */
    public static JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", NAME)
                .put("aud", AUDIENCE)
                .put("iat", now)
                .put("exp", now + 600);
    }

    public static String token(TokenKey key, JsonObject claims) {
        JsonObject header = new JsonObject().put("alg", key.algorithm()).put("typ", "at+jwt");
        return token(key.id() == null ? header : header.put("kid", key.id()), claims, key);
    }

    public static String token(JsonObject header, JsonObject claims, TokenKey key) {
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64.encodeToString(signature(key, signed.getBytes(StandardCharsets.UTF_8)));
    }

    /** A token of this JSON, which may be malformed, with a valid signature. */
    public static String token(String header, String claims, TokenKey key) {
        String signed = BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + "."
                + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + BASE64.encodeToString(signature(key, signed.getBytes(StandardCharsets.UTF_8)));
    }

    /** A token without a signature. */
    public static String unsigned(JsonObject claims) {
        return encoded(new JsonObject().put("alg", "none")) + "." + encoded(claims) + ".";
    }

    /** A token signed with the public key as a shared secret, which anyone can do. */
    public static String signedWithPublicKey(TokenKey key, byte[] secret, JsonObject claims) {
        JsonObject header = new JsonObject().put("alg", "HS256").put("kid", key.id());
        String signed = encoded(header) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signature(TokenKey key, byte[] content) {
        try {
            Signature signature =
                    switch (key.algorithm()) {
                        case "RS256" -> Signature.getInstance("SHA256withRSA");
                        case "RS512" -> Signature.getInstance("SHA512withRSA");
                        case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
                        case "ES512" -> Signature.getInstance("SHA512withECDSAinP1363Format");
                        default -> throw new AssertionError(key.algorithm());
                    };
            signature.initSign(key.pair().getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
