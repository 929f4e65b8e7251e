package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.protocol.ErrorBodies;
import io.github.viewtally.testsupport.protocol.ErrorBodies.Reason;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The errors of requests that exceed a limit or conflict with a transaction. Their texts are those of DynamoDB
 * ("TransactionCanceledException", "ProvisionedThroughputExceededException" and "ThrottlingReason" in the Amazon DynamoDB
 * API reference). For a hot key of an on-demand table, DynamoDB responds to single calls with
 * ProvisionedThroughputExceededException or with ThrottlingException. The SDK retries both in the same way, so the model
 * uses only the first.
 */
final class LimitErrors {

    private static final String ONGOING = "Transaction is ongoing for the item";
    private static final String TABLE_EXCEEDED =
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing your"
                    + " provisioning level with the UpdateTable API.";
    private static final String INDEX_EXCEEDED =
            "The level of configured provisioned throughput for one or more global secondary indexes of the table was"
                    + " exceeded. Consider increasing your provisioning level for the under-provisioned global secondary"
                    + " indexes with the UpdateTable API";
    private static final String TABLE_THROTTLED =
            "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table"
                    + " or index so please try again shortly. If exceptions persist, check if you have a hot key:"
                    + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
    private static final String INDEX_THROTTLED =
            "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically"
                    + " scaling your index so please try again shortly.";

    /** The cancellation reason of an item that another transaction is changing. */
    static final Reason CONFLICT = new Reason("TransactionConflict", ONGOING);

    private LimitErrors() {}

    /** The error of a call that exceeds a limit and is not a transaction. */
    static JsonObject throttled(Refusal refusal) {
        Resource resource = refusal.charge().resource();
        String limit = refusal.ofWholeResource() ? "MaxOnDemandThroughputExceeded" : "KeyRangeThroughputExceeded";
        String reason = (resource.index().isPresent() ? "Index" : "Table")
                + refusal.charge().kind().title()
                + limit;
        return ErrorBodies.error(
                        "ProvisionedThroughputExceededException",
                        resource.index().isPresent() ? INDEX_EXCEEDED : TABLE_EXCEEDED)
                .put(
                        "ThrottlingReasons",
                        new JsonArray()
                                .add(new JsonObject().put("reason", reason).put("resource", resource.arn())));
    }

    /** The cancellation reason of an item of a transaction that exceeds a limit. */
    static Reason throttledItem(Refusal refusal) {
        boolean inIndex = refusal.charge().resource().index().isPresent();
        return new Reason("ThrottlingError", inIndex ? INDEX_THROTTLED : TABLE_THROTTLED);
    }

    /** The error of a write of an item that a transaction is changing. */
    static JsonObject conflict() {
        return ErrorBodies.error("TransactionConflictException", ONGOING);
    }
}
