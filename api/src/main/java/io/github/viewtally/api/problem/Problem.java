package io.github.viewtally.api.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * An error as the client is told of it (RFC 9457, "Problem Details for HTTP APIs"). Thrown as {@link ProblemException};
 * one handler writes it.
 *
 * @param detail for people; never what a library said
 * @param faults what is wrong with the request, each with where
 * @param headers to be sent along
 */
public record Problem(int status, String detail, List<Fault> faults, Map<String, String> headers) {

    /**
     * One thing that is wrong with a request.
     *
     * @param pointer where: {@code #/field} in the body (RFC 6901), {@code ?name} in the query, <code>{name}</code> in the
     *     path
     */
    public record Fault(String pointer, String detail) {}

    public static final String MEDIA_TYPE = "application/problem+json";

    /** How many seconds a client is asked to wait before it tries again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    public static Problem of(int status, String detail) {
        return new Problem(status, detail, List.of(), Map.of());
    }

    /** 400 with all that is wrong. */
    public static Problem invalid(List<Fault> faults) {
        return new Problem(400, "The request is not valid: see errors.", List.copyOf(faults), Map.of());
    }

    /** 400 with the one thing that is wrong. */
    public static Problem invalid(String pointer, String detail) {
        return invalid(List.of(new Fault(pointer, detail)));
    }

    /** 503: nothing more is being tried, the client may try again. */
    public static Problem unavailable(String detail) {
        return new Problem(503, detail, List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    /** 429: the client may try again after some seconds. */
    public static Problem tooManyRequests(String detail, int retryAfterSeconds) {
        return new Problem(429, detail, List.of(), Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "This resource answers only to: " + allowed + ".", List.of(), Map.of("Allow", allowed));
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        if (!faults.isEmpty()) {
            JsonArray errors = new JsonArray();
            faults.forEach(fault ->
                    errors.add(new JsonObject().put("pointer", fault.pointer()).put("detail", fault.detail())));
            json.put("errors", errors);
        }
        return json;
    }
}
