package io.github.viewtally.api.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
        return signed + "." + BASE64.encodeToString(key.sign(signed.getBytes(StandardCharsets.UTF_8)));
    }

    /** A token of this JSON, which may be malformed, with a valid signature. */
    public static String token(String header, String claims, TokenKey key) {
        String signed = BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + "."
                + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + BASE64.encodeToString(key.sign(signed.getBytes(StandardCharsets.UTF_8)));
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

    @Override
    public void close() {
        server.stop(0);
    }
}
