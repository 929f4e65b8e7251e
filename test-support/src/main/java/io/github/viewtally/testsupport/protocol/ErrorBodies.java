package io.github.viewtally.testsupport.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bodies of DynamoDB's error responses (Amazon DynamoDB API reference, "Common Errors" and
 * "TransactionCanceledException"). The SDK turns them into its typed exceptions.
 */
public final class ErrorBodies {

    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";

    private ErrorBodies() {}

    /** Returns the body of an error of DynamoDB's model. */
    public static JsonObject error(String name, String message) {
        return new JsonObject().put("__type", MODEL + name).put("message", message);
    }

    /**
     * The reason of one item of a canceled transaction.
     *
     * @param code "None" for an item that is not the reason
     * @param message not used for "None"
     */
    public record Reason(String code, String message) {

        /** The item is not the reason. */
        public static final Reason NONE = new Reason("None", "");

        private JsonObject toJson() {
            JsonObject json = new JsonObject().put("Code", code);
            return code.equals(NONE.code) ? json : json.put("Message", message);
        }
    }

    /** Returns the body of a TransactionCanceledException with one reason for each item of the request. */
    public static JsonObject canceled(List<Reason> reasons) {
        JsonArray list = new JsonArray();
        reasons.forEach(reason -> list.add(reason.toJson()));
        String codes = reasons.stream().map(Reason::code).collect(Collectors.joining(", ", "[", "]"));
        return error(
                        "TransactionCanceledException",
                        "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes)
                .put("CancellationReasons", list);
    }
}
