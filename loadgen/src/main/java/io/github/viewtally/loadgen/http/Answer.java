package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** What the API answered. {@code retryAfter} is zero if it did not say. */
public record Answer(int status, String reason, Duration retryAfter, Buffer body) {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    public Answer {
        requireNonNull(reason);
        requireNonNull(retryAfter);
        requireNonNull(body);
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Whether the API says that it is worth trying again. */
    public boolean isUnavailable() {
        return status == UNAVAILABLE;
    }

    /** Whether the API did nothing because the client sends too much, and takes the request later. */
    public boolean isTooMany() {
        return status == TOO_MANY;
    }

    /** An answer without success in one line, such as {@code 400 Bad Request: not valid [{"detail":"duration is missing"}]}. */
    public String refusal() {
        return ((status + " " + reason).strip() + because())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private String because() {
        try {
            return body.length() == 0 ? "" : because(body.toJsonObject());
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }

    /** What problem+json tells, to be put behind the status. */
    public static String because(JsonObject problem) {
        String detail = problem.getString("detail");
        JsonArray errors = problem.getJsonArray("errors");
        return (detail == null ? "" : ": " + detail)
                + (errors == null || errors.isEmpty() ? "" : " " + errors.encode());
    }
}
