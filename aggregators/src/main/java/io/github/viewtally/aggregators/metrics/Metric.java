package io.github.viewtally.aggregators.metrics;

/** What is told of an invocation. The template's alarms and dashboard use the same names. */
public enum Metric {
    /** Records that have been applied with all they change, those that change nothing or went into quarantine too. */
    RECORDS_COUNTED("RecordsCounted"),
    /** Transactions that DynamoDB has acknowledged. */
    GROUPS_APPLIED("GroupsApplied"),
    /** Records that had been applied already, by another invocation or by a call of this one whose answer was lost. */
    REPEATS_DROPPED("RepeatsDropped"),
    /** Transactions that were sent again because they had met another one. */
    CONFLICTS_RETRIED("ConflictsRetried"),
    /** Records that can never be counted. */
    RECORDS_QUARANTINED("RecordsQuarantined"),
    /** What the acknowledged transactions have cost, indexes included, as DynamoDB says. */
    WRITE_UNITS("WriteUnits");

    private final String metricName;

    Metric(String metricName) {
        this.metricName = metricName;
    }

    public String metricName() {
        return metricName;
    }
}
