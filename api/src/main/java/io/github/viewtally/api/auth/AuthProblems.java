package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.Problem;
import java.util.List;
import java.util.Map;

/** What those are told who may not do what they want, with the challenges of RFC 6750, section 3. */
public final class AuthProblems {

    private static final String CHALLENGE = "Bearer realm=\"viewtally\"";

    private AuthProblems() {}

    /** 401 for a request without a token. */
    static Problem noToken() {
        return refusal(401, "This resource wants an access token: send Authorization: Bearer.", "");
    }

    /** 401 for a token that is not believed. It does not say why, which only its forger would need to know. */
    static Problem badToken() {
        return refusal(
                401,
                "The access token is malformed, expired, not yet valid, or not meant for this service.",
                ", error=\"invalid_token\"");
    }

    /** 403 for a token that does not go as far as this scope. */
    public static Problem notAllowed(Scope scope) {
        return refusal(
                403,
                "The access token is good for its own user's data. For more it needs the scope " + scope.text() + ".",
                ", error=\"insufficient_scope\", scope=\"" + scope.text() + "\"");
    }

    /** 503 while nobody can tell whether a token is good. */
    static Problem noKeys() {
        return Problem.unavailable("The keys that access tokens are signed with cannot be had.");
    }

    private static Problem refusal(int status, String detail, String error) {
        return new Problem(status, detail, List.of(), Map.of("WWW-Authenticate", CHALLENGE + error));
    }
}
