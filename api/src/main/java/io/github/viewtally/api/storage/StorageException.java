package io.github.viewtally.api.storage;

/** The table cannot serve a request now, and storage has stopped trying. The same request may succeed later. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why the request is not served. */
    public enum Reason {
        /** As many writes as allowed are in flight or queued. */
        TOO_MANY_WRITES,
        /** The writes of the same video that wait for the table would take too long, or take too much of the queue. */
        TOO_MANY_WRITES_OF_VIDEO,
        /** DynamoDB left the item unprocessed until the write timed out. */
        WRITES_THROTTLED,
        /** The write timed out in the queue before it was sent. */
        WRITE_TIMED_OUT,
        /** The read needs more requests or more time than one read may take. */
        READS_THROTTLED
    }

    private final Reason reason;

    /** Creates an exception without a stack trace: it reports load, not a defect. */
    StorageException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
