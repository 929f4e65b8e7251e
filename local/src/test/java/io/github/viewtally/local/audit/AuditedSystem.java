package io.github.viewtally.local.audit;

import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.system.TestSystem;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The whole local system, with clients for its database. It audits nothing by itself. */
public final class AuditedSystem implements AutoCloseable {

    private final TestSystem system;
    private final DynamoDbStreamsClient streams;

    /** Starts the system on free ports. It counts the hours of users, too. */
    public AuditedSystem() {
        system = new TestSystem(Map.of("USER_STATS", "true", "AUDIT_SECONDS", "0"), Map.of());
        streams = system.table().newStreamsClient();
    }

    /** The settings of audits of such a system. */
    public static AuditSettings auditSettings(CountingSettings counting) {
        return new AuditSettings(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofSeconds(20), counting);
    }

    public DynamoDbClient client() {
        return system.client();
    }

    public DynamoDbStreamsClient streams() {
        return streams;
    }

    public String tableName() {
        return TestTable.NAME;
    }

    @Override
    public void close() {
        streams.close();
        system.close();
    }
}
