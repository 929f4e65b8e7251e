package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sender of a request, according to its token.
 *
 * @param userId empty for a token without a user; no user has an empty id
 * @param scopes the scopes of the token, including unknown ones
 */
record Principal(String userId, Set<String> scopes) {

    /** The sender of a request whose token was not checked. */
    static final Principal ANYONE = new Principal("", Set.of());

    /**
     * Reads the claims of a verified token: {@code sub}, and the scopes in {@code scope} (RFC 8693) and {@code scp}.
     * Both may be a string of words or a list.
     *
     * @throws IllegalArgumentException if a claim has a wrong type
     */
    static Principal of(JsonObject json) {
        Claims claims = Claims.of(json);
        Set<String> scopes = Stream.of("scope", "scp")
                .flatMap(claim -> claims.texts(claim).stream())
                .flatMap(words -> Stream.of(words.split(" ")))
                .collect(Collectors.toUnmodifiableSet());
        return new Principal(claims.userId(), scopes);
    }

    boolean has(Scope scope) {
        return scopes.contains(scope.text());
    }

    boolean is(String user) {
        return userId.equals(user);
    }
}
