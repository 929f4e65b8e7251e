package io.github.viewtally.api.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error response (RFC 9457, "Problem Details for HTTP APIs"). It is thrown as a {@link ProblemException}, and one
 * handler writes it.
 *
 * @param detail a text for people; never the message of a library
 * @param errors the errors of the request, each with its place
 * @param headers additional response headers
 */
public record Problem(int status, String detail, List<InputError> errors, Map<String, String> headers) {

    /**
     * One error of a request.
     *
     * @param pointer its place: {@code #/field} in the body (RFC 6901), {@code ?name} in the query, <code>{name}</code> in the
     *     path
     */
    public record InputError(String pointer, String detail) {}

    public static final String MEDIA_TYPE = "application/problem+json";

    /** The seconds that a client should wait before it retries. */
    private static final String RETRY_AFTER_SECONDS = "1";

    public static Problem of(int status, String detail) {
        return new Problem(status, detail, List.of(), Map.of());
    }

    /** 400 with all errors of the request. */
    public static Problem invalid(List<InputError> errors) {
        return new Problem(400, "The request is not valid: see errors.", List.copyOf(errors), Map.of());
    }

    /** 400 with one error of the request. */
    public static Problem invalid(String pointer, String detail) {
        return invalid(List.of(new InputError(pointer, detail)));
    }

    /** 503: the client may retry after a second. */
    public static Problem unavailable(String detail) {
        return new Problem(503, detail, List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    /** 429: the client may retry after this time. */
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
        return toJson(Optional.empty());
    }

    /**
     * Returns the body.
     *
     * @param traceId the trace of the request, for the operators; empty if there is none
     */
    public JsonObject toJson(Optional<String> traceId) {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        if (!errors.isEmpty()) {
            JsonArray array = new JsonArray();
            errors.forEach(error ->
                    array.add(new JsonObject().put("pointer", error.pointer()).put("detail", error.detail())));
            json.put("errors", array);
        }
        traceId.ifPresent(id -> json.put("traceId", id));
        return json;
    }
}
