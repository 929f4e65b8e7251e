package io.github.viewtally.aggregators.commit;

/** The metrics of an invocation. The template's alarms and dashboard use the same names. */
public enum Metric {
    /** Records whose changes are all committed, including those that change nothing or went into quarantine. */
    RECORDS_COUNTED("RecordsCounted"),
    /** Transactions that DynamoDB acknowledged. */
    TRANSACTIONS_APPLIED("GroupsApplied"),
    /** Records that were already committed, by another invocation or by a call whose response was lost. */
    REPEATS_DROPPED("RepeatsDropped"),
    /** Transactions that were retried after a conflict with another transaction. */
    CONFLICTS_RETRIED("ConflictsRetried"),
    /** Summaries and hours that were deferred, because they stopped a transaction for too long. */
    ITEMS_DEFERRED("ItemsDeferred"),
    /** Records and deltas that went into quarantine. */
    RECORDS_QUARANTINED("RecordsQuarantined"),
    /** The write units of the acknowledged transactions, indexes included, as DynamoDB reports them. */
    WRITE_UNITS("WriteUnits");

    private final String metricName;

    Metric(String metricName) {
        this.metricName = metricName;
    }

    public String metricName() {
        return metricName;
    }
}
