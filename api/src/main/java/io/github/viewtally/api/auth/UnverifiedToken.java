package io.github.viewtally.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed token (RFC 7519) before its verification.
 *
 * @param keyId the key that it names; null if it names none
 */
record UnverifiedToken(String text, String keyId) {

    private static final Pattern CREDENTIALS = Pattern.compile("(?i:bearer)($| .*)");
    private static final Pattern SIGNED = Pattern.compile("([A-Za-z0-9_-]+)[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+");

    /**
     * Returns the token of a request; empty if it has none.
     *
     * @throws io.github.viewtally.api.problem.ProblemException 401 for a token that cannot be valid: unsigned, signed
     *     with a symmetric algorithm, or with unknown critical extensions
     */
    static Optional<UnverifiedToken> of(HttpServerRequest request) {
        List<String> credentials = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (credentials.size() > 1) {
            throw AuthProblems.badToken().asException();
        }
        return credentials.stream()
                .map(CREDENTIALS::matcher)
                .filter(Matcher::matches)
                .map(bearer -> parse(bearer.group(1).strip()))
                .findFirst();
    }

    private static UnverifiedToken parse(String text) {
        Matcher token = SIGNED.matcher(text);
        try {
            if (token.matches()) {
                JsonObject header = new JsonObject(
                        new String(Base64.getUrlDecoder().decode(token.group(1)), StandardCharsets.UTF_8));
                if (header.getValue("alg") instanceof String algorithm
                        && SigningKey.ALGORITHMS.contains(algorithm)
                        && !header.containsKey("crit")
                        && isTextOrLeftOut(header, "kid")
                        && isTextOrLeftOut(header, "typ")) {
                    return new UnverifiedToken(text, (String) header.getValue("kid"));
                }
            }
        } catch (RuntimeException e) {
            // Not a token, whether Base64 or JSON fails.
        }
        throw AuthProblems.badToken().asException();
    }

    private static boolean isTextOrLeftOut(JsonObject header, String name) {
        return !header.containsKey(name) || header.getValue(name) instanceof String;
    }
}
