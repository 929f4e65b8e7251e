package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.HalfLife;
import java.time.Duration;

/**
 * How long an audit waits, and how much it reads at once.
 *
 * @param streamDelay the longest time after which a write is in the stream and in the index
 * @param interval the time between two measurements of the same drift
 * @param timeout the longest time that the audit waits for records that an aggregator has received already
 * @param maxTransactionItems the most items that one transaction reads
 * @param halfLife the half-life of the list by trend, as the aggregators have it
 * @param viewers whether unique viewers are audited, because the aggregator counts them
 * @param hoursOfUsers whether the hours of users are audited, because the aggregators count them
 */
public record AuditSettings(
        Duration streamDelay,
        Duration interval,
        Duration timeout,
        int maxTransactionItems,
        HalfLife halfLife,
        boolean viewers,
        boolean hoursOfUsers) {

    /** DynamoDB takes 100 items in a transaction ("Quotas" in its guide). */
    private static final int MAX_TRANSACTION_ITEMS = 100;

    /** For DynamoDB on AWS, where stream and index follow a write within a fraction of a second. */
    public static final AuditSettings DEFAULT =
            new AuditSettings(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(30));

    /** The default settings of counting, and transactions as large as DynamoDB takes them. */
    public AuditSettings(Duration streamDelay, Duration interval, Duration timeout) {
        this(streamDelay, interval, timeout, MAX_TRANSACTION_ITEMS, HalfLife.DEFAULT, true, false);
    }

    /** The same settings with another half-life. */
    public AuditSettings with(HalfLife other) {
        return new AuditSettings(streamDelay, interval, timeout, maxTransactionItems, other, viewers, hoursOfUsers);
    }

    /** The same settings for a table whose viewers are counted or not. */
    public AuditSettings withViewers(boolean areCounted) {
        return new AuditSettings(
                streamDelay, interval, timeout, maxTransactionItems, halfLife, areCounted, hoursOfUsers);
    }

    /** The same settings for a table in which the hours of users are counted or not. */
    public AuditSettings withHoursOfUsers(boolean areCounted) {
        return new AuditSettings(streamDelay, interval, timeout, maxTransactionItems, halfLife, viewers, areCounted);
    }
}
