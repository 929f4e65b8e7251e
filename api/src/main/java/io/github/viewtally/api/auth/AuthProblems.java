package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.Problem;
import java.util.List;
import java.util.Map;

/** The problems of requests without access, with the challenges of RFC 6750, section 3. */
public final class AuthProblems {

    private static final String CHALLENGE = "Bearer realm=\"viewtally\"";

    private AuthProblems() {}

    /** 401 for a request without a token. */
    static Problem noToken() {
        return problem(401, "This resource needs an access token: send Authorization: Bearer.", "");
    }

    /** 401 for an invalid token. It does not say why, because only an attacker needs to know. */
    static Problem badToken() {
        return problem(
                401,
                "The access token is malformed, expired, not yet valid, or not meant for this service.",
                ", error=\"invalid_token\"");
    }

    /** 403 for a token that lacks this scope. */
    public static Problem notAllowed(Scope scope) {
        return problem(
                403,
                "The access token allows access to its own user's data. Other data needs the scope " + scope.text()
                        + ".",
                ", error=\"insufficient_scope\", scope=\"" + scope.text() + "\"");
    }

    /** 503 while the keys of the issuer are unknown. */
    static Problem noKeys() {
        return Problem.unavailable("The keys of the token issuer cannot be fetched.");
    }

    private static Problem problem(int status, String detail, String error) {
        return new Problem(status, detail, List.of(), Map.of("WWW-Authenticate", CHALLENGE + error));
    }
}
