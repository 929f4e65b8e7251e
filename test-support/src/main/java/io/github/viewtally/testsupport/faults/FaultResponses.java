package io.github.viewtally.testsupport.faults;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/** The responses that the proxy sends itself. Errors have the format of DynamoDB. */
final class FaultResponses {

    private static final String BAD_REQUEST = "400 Bad Request";
    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";
    private static final String CONFLICT = "TransactionConflict";
    private static final String THROTTLED = "ThrottlingError";

    private FaultResponses() {}

    /** The error response of a fault. */
    static HttpMessage of(Fault fault, FaultPlan.Call call, HttpMessage request) {
        return switch (fault) {
            case ERROR_500 ->
                error("500 Internal Server Error", MODEL + "InternalServerError", "Internal server error");
            case ERROR_503 ->
                error("503 Service Unavailable", MODEL + "ServiceUnavailable", "Service is unavailable, try again");
            case THROUGHPUT_EXCEEDED ->
                badRequest(
                        MODEL + "ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded.");
            case THROTTLED ->
                badRequest("com.amazon.coral.availability#ThrottlingException", "Rate of requests exceeds the limit.");
            case TRANSACTION_CONFLICT -> canceled(call, request, CONFLICT);
            case TRANSACTION_THROTTLED -> canceled(call, request, THROTTLED);
            case TRANSACTION_MIXED -> canceled(call, request, CONFLICT, THROTTLED);
            case TRANSACTION_IN_PROGRESS ->
                badRequest(
                        MODEL + "TransactionInProgressException",
                        "The transaction with the given request token is already in progress.");
            default -> throw new IllegalArgumentException(fault + " has no error response");
        };
    }

    /** A cancellation with one reason for each item. The positions of the codes depend on the number of the call. */
    private static HttpMessage canceled(FaultPlan.Call call, HttpMessage request, String... codes) {
        int items = new JsonObject(request.text()).getJsonArray("TransactItems").size();
        String[] all = new String[items];
        Arrays.fill(all, "None");
        int first = new SplittableRandom(call.number()).nextInt(items);
        for (int i = 0; i < Math.min(codes.length, items); i++) {
            all[(first + i) % items] = codes[i];
        }
        JsonArray reasons = new JsonArray();
        for (String code : all) {
            JsonObject reason = new JsonObject().put("Code", code);
            reasons.add(code.equals("None") ? reason : reason.put("Message", code + " on this item."));
        }
        String message = "Transaction cancelled, please refer cancellation reasons for specific reasons ["
                + String.join(", ", all) + "]";
        return response(
                BAD_REQUEST,
                new JsonObject()
                        .put("__type", MODEL + "TransactionCanceledException")
                        .put("message", message)
                        .put("CancellationReasons", reasons));
    }

    private static HttpMessage badRequest(String type, String message) {
        return error(BAD_REQUEST, type, message);
    }

    private static HttpMessage error(String status, String type, String message) {
        return response(status, new JsonObject().put("__type", type).put("message", message));
    }

    /** Creates a response. */
    static HttpMessage response(String status, JsonObject body) {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Type",
                "application/x-amz-json-1.0",
                "x-amzn-RequestId",
                UUID.randomUUID().toString()));
        return new HttpMessage("HTTP/1.1 " + status, headers, body.encode().getBytes(StandardCharsets.UTF_8));
    }
}
