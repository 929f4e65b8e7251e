package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who sends a request, by its token.
 *
 * @param userId empty, which no user's id is, for a token of no user
 * @param scopes as they stand in the token, known ones or not
 */
record Caller(String userId, Set<String> scopes) {

    /** Whoever sends no token, or one that nobody has looked at. */
    static final Caller ANYONE = new Caller("", Set.of());

    /**
     * By the claims of a verified token: {@code sub}, and the scopes in {@code scope} (RFC 8693, words in a text) and
     * {@code scp} (a list, or words in a text).
     */
    static Caller of(JsonObject claims) {
        Set<String> scopes = new HashSet<>();
        for (String claim : List.of("scope", "scp")) {
            if (claims.getValue(claim) instanceof JsonArray list) {
                list.forEach(scope -> scopes.add(String.valueOf(scope)));
            } else if (claims.getValue(claim) instanceof String words) {
                scopes.addAll(List.of(words.split(" ")));
            }
        }
        return new Caller(claims.getString("sub", ""), Set.copyOf(scopes));
    }

    boolean has(Scope scope) {
        return scopes.contains(scope.text());
    }

    boolean is(String user) {
        return userId.equals(user);
    }
}
