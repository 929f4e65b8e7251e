package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who sends a request, by its token.
 *
 * @param userId empty, which no user's id is, for a token of no user
 * @param scopes as they stand in the token, known ones or not
 */
record Principal(String userId, Set<String> scopes) {

    /** Whoever sends no token, or one that nobody has looked at. */
    static final Principal ANYONE = new Principal("", Set.of());

    /**
     * By the claims of a verified token: {@code sub}, and the scopes in {@code scope} (RFC 8693) and {@code scp}, each a text
     * of words or a list.
     *
     * @throws IllegalArgumentException if a claim is not of its type
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
