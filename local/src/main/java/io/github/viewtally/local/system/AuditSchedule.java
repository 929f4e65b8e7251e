package io.github.viewtally.local.system;

import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.audit.ScheduledAudit;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Audits and repairs the totals of the table with a fixed delay between two audits, on its own thread. */
final class AuditSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditSchedule.class);

    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private static final double READ_UNITS_PER_SECOND = 2_000;
    private static final int STOP_SECONDS = 5;

    private final DynamoDbClient dynamoDb;
    private final DynamoDbStreamsClient streams;
    private final String tableName;
    private final AuditSettings settings;
    private final Counter audited;
    private final Counter found;
    private final Counter repaired;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread audit = new Thread(task, "audit");
        audit.setDaemon(true);
        return audit;
    });
    private boolean hasFailed;

    /** Starts audits with an interval between the end of one and the start of the next. */
    AuditSchedule(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            String tableName,
            CountingSettings counting,
            Duration interval,
            MeterRegistry registry) {
        this.dynamoDb = dynamoDb;
        this.streams = streams;
        this.tableName = tableName;
        // On one machine the stream and the index follow a write within milliseconds.
        this.settings =
                new AuditSettings(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(20), counting);
        this.audited = counter("audit.subjects", "Users and videos audited", registry);
        this.found = counter("audit.drift.found", "Summaries and hours found wrong", registry);
        this.repaired = counter("audit.drift.repaired", "Summaries and hours repaired", registry);
        thread.scheduleWithFixedDelay(this::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Counter counter(String name, String description, MeterRegistry registry) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** The table may have been created again since the last run, so each run starts with its present stream. */
    private void run() {
        long end = System.nanoTime() + LONGEST_RUN.toNanos();
        try {
            ScheduledAudit.Result result = new ScheduledAudit(
                            dynamoDb, streams, tableName, settings, new ReadBudget(READ_UNITS_PER_SECOND))
                    .run(() -> System.nanoTime() < end && !thread.isShutdown());
            audited.increment(result.audited());
            found.increment(result.found());
            repaired.increment(result.repaired());
            if (result.found() > 0) {
                LOG.warn("The audit found {} wrong totals and repaired {}", result.found(), result.repaired());
            }
            hasFailed = false;
        } catch (RuntimeException e) {
            if (!hasFailed && !thread.isShutdown()) {
                LOG.warn("The audit failed and is repeated: {}", e.toString());
            }
            hasFailed = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The audit did not stop within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
