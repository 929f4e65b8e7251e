package io.github.viewtally.loadgen;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;

/** Tells in one line what an answer without success says. */
final class Refusal {
    private Refusal() {}

    /** Such as {@code 400 Bad Request: duration is missing}; only the status if the body is not problem+json. */
    static String text(HttpResponse<Buffer> answer) {
        String status = answer.statusCode() + " " + answer.statusMessage();
        return (status + reason(answer)).replaceAll("\\s+", " ").strip();
    }

    private static String reason(HttpResponse<Buffer> answer) {
        try {
            JsonObject problem = answer.bodyAsJsonObject();
            return problem == null ? "" : detail(problem) + errors(problem);
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }

    private static String detail(JsonObject problem) {
        return problem.containsKey("detail") ? ": " + problem.getString("detail") : "";
    }

    private static String errors(JsonObject problem) {
        JsonArray errors = problem.getJsonArray("errors", new JsonArray());
        return errors == null || errors.isEmpty() ? "" : " " + errors.encode();
    }
}
