package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A response of the API. {@code retryAfter} is zero if the response does not have that header. */
public record ApiResponse(int status, String reason, Duration retryAfter, Buffer body) {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    public ApiResponse {
        requireNonNull(reason);
        requireNonNull(retryAfter);
        requireNonNull(body);
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Returns whether the API reports a temporary failure. */
    public boolean isUnavailable() {
        return status == UNAVAILABLE;
    }

    /** Returns whether the API rejected the request because of a rate limit. A later retry can succeed. */
    public boolean isThrottled() {
        return status == TOO_MANY;
    }

    /** Returns an error response as one line: {@code 400 Bad Request: not valid [{"detail":"duration is missing"}]}. */
    public String errorText() {
        return ((status + " " + reason).strip() + problemText())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private String problemText() {
        try {
            return body.length() == 0 ? "" : problemText(body.toJsonObject());
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }

    /** Returns the detail and the errors of a problem+json document as a suffix for its status. */
    public static String problemText(JsonObject problem) {
        String detail = problem.getString("detail");
        JsonArray errors = problem.getJsonArray("errors");
        return (detail == null ? "" : ": " + detail)
                + (errors == null || errors.isEmpty() ? "" : " " + errors.encode());
    }
}
