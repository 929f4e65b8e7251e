package io.github.viewtally.testsupport.faults;

import java.util.Set;

/** What can go wrong with one call between a program and DynamoDB, as {@link FaultProxy} makes it go wrong. */
public enum Fault {
    /** The connection is reset, nothing is forwarded, and for some 20 ms no new connection is taken. */
    REFUSE_CONNECTION,
    /** The connection is reset, and nothing is forwarded. */
    RESET_BEFORE_FORWARDING,
    /** DynamoDB does what was asked, and the connection is reset instead of an answer. */
    DROP_ANSWER,
    /** DynamoDB does what was asked; its answer comes late. */
    DELAY_ANSWER,
    /** DynamoDB gets the request late, whether the client still waits or not. */
    DELAY_REQUEST,
    /** Answered with InternalServerError, nothing done. */
    ERROR_500,
    /** Answered with status 503, nothing done. */
    ERROR_503,
    /** Answered with ProvisionedThroughputExceededException, nothing done. */
    THROUGHPUT_EXCEEDED,
    /** Answered with ThrottlingException, nothing done. */
    THROTTLED,
    /** Answered with TransactionCanceledException: a conflict on one item, nothing done. */
    TRANSACTION_CONFLICT,
    /** Answered with TransactionCanceledException: one item is throttled, nothing done. */
    TRANSACTION_THROTTLED,
    /** Answered with TransactionCanceledException: a conflict on one item, another is throttled, nothing done. */
    TRANSACTION_MIXED,
    /** Answered with TransactionInProgressException, nothing done. */
    TRANSACTION_IN_PROGRESS,
    /** At least one item of the batch is not done, and named in the answer. */
    UNPROCESSED_ITEMS;

    private static final Set<String> TRANSACTIONS = Set.of("TransactWriteItems", "TransactGetItems");
    private static final Set<String> BATCHES = Set.of("BatchWriteItem", "BatchGetItem");

    /** Whether a call of this operation can meet with the fault; another is never injected. */
    public boolean fits(String operation) {
        return switch (this) {
            case TRANSACTION_CONFLICT, TRANSACTION_THROTTLED, TRANSACTION_MIXED -> TRANSACTIONS.contains(operation);
            case TRANSACTION_IN_PROGRESS -> operation.equals("TransactWriteItems");
            case UNPROCESSED_ITEMS -> BATCHES.contains(operation);
            default -> true;
        };
    }
}
