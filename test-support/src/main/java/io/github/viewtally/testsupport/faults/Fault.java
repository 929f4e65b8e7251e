package io.github.viewtally.testsupport.faults;

import java.util.Set;

/** A fault that {@link FaultProxy} injects into one call from a program to DynamoDB. */
public enum Fault {
    /** Resets the connection, forwards nothing, and refuses new connections for about 20 ms. */
    REFUSE_CONNECTION,
    /** Resets the connection and forwards nothing. */
    RESET_BEFORE_FORWARDING,
    /** Forwards the call, drops the response and resets the connection. */
    DROP_RESPONSE,
    /** Forwards the call and delays the response. */
    DELAY_RESPONSE,
    /** Delays the call, and forwards it even if the client no longer waits. */
    DELAY_REQUEST,
    /** Responds with InternalServerError and forwards nothing. */
    ERROR_500,
    /** Responds with status 503 and forwards nothing. */
    ERROR_503,
    /** Responds with ProvisionedThroughputExceededException and forwards nothing. */
    THROUGHPUT_EXCEEDED,
    /** Responds with ThrottlingException and forwards nothing. */
    THROTTLED,
    /** Responds with TransactionCanceledException: a conflict on one item. Forwards nothing. */
    TRANSACTION_CONFLICT,
    /** Responds with TransactionCanceledException: one item is throttled. Forwards nothing. */
    TRANSACTION_THROTTLED,
    /** Responds with TransactionCanceledException: a conflict on one item, another is throttled. Forwards nothing. */
    TRANSACTION_MIXED,
    /** Responds with TransactionInProgressException and forwards nothing. */
    TRANSACTION_IN_PROGRESS,
    /** Forwards a part of the batch and returns the rest as unprocessed, at least one item. */
    UNPROCESSED_ITEMS;

    private static final Set<String> TRANSACTIONS = Set.of("TransactWriteItems", "TransactGetItems");
    private static final Set<String> BATCHES = Set.of("BatchWriteItem", "BatchGetItem");

    /** Returns whether the fault can be injected into a call of this operation. */
    public boolean appliesTo(String operation) {
        return switch (this) {
            case TRANSACTION_CONFLICT, TRANSACTION_THROTTLED, TRANSACTION_MIXED -> TRANSACTIONS.contains(operation);
            case TRANSACTION_IN_PROGRESS -> operation.equals("TransactWriteItems");
            case UNPROCESSED_ITEMS -> BATCHES.contains(operation);
            default -> true;
        };
    }
}
