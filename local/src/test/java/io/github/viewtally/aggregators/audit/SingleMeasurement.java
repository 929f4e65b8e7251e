package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.SummaryKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** One measurement of an audit. The auditor believes only two that agree, which would hide errors of one. */
public final class SingleMeasurement {

    private SingleMeasurement() {}

    /** Measures some users and videos once. */
    public static AuditReport of(
            DynamoDbClient client,
            DynamoDbStreamsClient streams,
            String tableName,
            AuditSettings settings,
            Collection<SummaryKey> subjects) {
        Measurement measurement =
                new Measurement(client, streams, tableName, settings, new ReadBudget(Double.POSITIVE_INFINITY));
        List<Finding> findings = measurement.measure(subjects).stream()
                .flatMap(item -> Finding.of(item).stream())
                .toList();
        return new AuditReport(subjects.size(), measurement.takeEvents(), findings);
    }

    /** Measures the totals of everything once. */
    public static AuditReport ofTotals(
            DynamoDbClient client, DynamoDbStreamsClient streams, String tableName, AuditSettings settings) {
        ReadBudget budget = new ReadBudget(Double.POSITIVE_INFINITY);
        Measurement measurement = new Measurement(client, streams, tableName, settings, budget);
        List<Finding> findings = new TotalsMeasurement(measurement, () -> new TotalsScan(client, tableName, budget))
                .wrongItems(Optional.empty(), () -> true).orElseThrow().stream()
                        .flatMap(item -> Finding.of(item).stream())
                        .toList();
        return new AuditReport(0, measurement.takeEvents(), findings);
    }
}
