package io.github.viewtally.aggregators.audit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.CountingSettings;
import java.time.Duration;

/**
 * How long an audit waits, how much it reads at once, and what it audits.
 *
 * @param streamDelay the longest time after which a write is in the stream and in the index
 * @param interval the time between two measurements of the same drift
 * @param timeout the longest time that the audit waits for records that an aggregator has received already
 * @param maxTransactionItems the maximum number of items that one transaction reads
 * @param counting the settings of counting, as the aggregators have them
 */
public record AuditSettings(
        Duration streamDelay, Duration interval, Duration timeout, int maxTransactionItems, CountingSettings counting) {

    /** DynamoDB takes 100 items in a transaction ("Quotas" in its guide). */
    private static final int MAX_TRANSACTION_ITEMS = 100;

    /** For DynamoDB on AWS, where stream and index follow a write within a fraction of a second. */
    public static final AuditSettings DEFAULT = new AuditSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(30), CountingSettings.DEFAULT);

    public AuditSettings {
        requireNonNull(counting, "counting");
    }

    /** Settings with transactions as large as DynamoDB takes them. */
    public AuditSettings(Duration streamDelay, Duration interval, Duration timeout, CountingSettings counting) {
        this(streamDelay, interval, timeout, MAX_TRANSACTION_ITEMS, counting);
    }

    /** These settings for a table with other settings of counting. */
    public AuditSettings with(CountingSettings other) {
        return new AuditSettings(streamDelay, interval, timeout, maxTransactionItems, other);
    }
}
