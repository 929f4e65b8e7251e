package io.github.viewtally.testsupport.faults;

import io.github.viewtally.testsupport.protocol.ErrorBodies;
import io.github.viewtally.testsupport.protocol.ErrorBodies.Reason;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/** The responses that the proxy sends itself. Errors have the format of DynamoDB. */
final class FaultResponses {

    private static final String BAD_REQUEST = "400 Bad Request";
    private static final String CONFLICT = "TransactionConflict";
    private static final String THROTTLED = "ThrottlingError";

    private FaultResponses() {}

    /** The error response of a fault. */
    static HttpMessage of(Fault fault, FaultPlan.Call call, HttpMessage request) {
        return switch (fault) {
            case ERROR_500 ->
                response(
                        "500 Internal Server Error", ErrorBodies.error("InternalServerError", "Internal server error"));
            case ERROR_503 ->
                response(
                        "503 Service Unavailable",
                        ErrorBodies.error("ServiceUnavailable", "Service is unavailable, try again"));
            case THROUGHPUT_EXCEEDED ->
                badRequest(
                        "ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded.");
            case THROTTLED ->
                response(
                        BAD_REQUEST,
                        new JsonObject()
                                .put("__type", "com.amazon.coral.availability#ThrottlingException")
                                .put("message", "Rate of requests exceeds the limit."));
            case TRANSACTION_CONFLICT -> canceled(call, request, CONFLICT);
            case TRANSACTION_THROTTLED -> canceled(call, request, THROTTLED);
            case TRANSACTION_MIXED -> canceled(call, request, CONFLICT, THROTTLED);
            case TRANSACTION_IN_PROGRESS ->
                badRequest(
                        "TransactionInProgressException",
                        "The transaction with the given request token is already in progress.");
            default -> throw new IllegalArgumentException(fault + " has no error response");
        };
    }

    /** A cancellation with one reason for each item. The positions of the codes depend on the number of the call. */
    private static HttpMessage canceled(FaultPlan.Call call, HttpMessage request, String... codes) {
        int items = new JsonObject(request.text()).getJsonArray("TransactItems").size();
        Reason[] all = new Reason[items];
        Arrays.fill(all, Reason.NONE);
        int first = new SplittableRandom(call.number()).nextInt(items);
        for (int i = 0; i < Math.min(codes.length, items); i++) {
            all[(first + i) % items] = new Reason(codes[i], codes[i] + " on this item.");
        }
        return response(BAD_REQUEST, ErrorBodies.canceled(List.of(all)));
    }

    private static HttpMessage badRequest(String name, String message) {
        return response(BAD_REQUEST, ErrorBodies.error(name, message));
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
