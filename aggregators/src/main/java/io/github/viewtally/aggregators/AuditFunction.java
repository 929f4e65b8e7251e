package io.github.viewtally.aggregators;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.audit.ScheduledAudit;
import io.github.viewtally.aggregators.lambda.EmbeddedMetrics;
import io.github.viewtally.aggregators.lambda.LambdaEnvironment;
import io.github.viewtally.aggregators.lambda.LambdaLogs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Lambda handler that audits and repairs totals, some at each invocation. A schedule invokes it. The environment
 * variable {@code READ_UNITS} limits the read units per second.
 */
public final class AuditFunction implements RequestHandler<Map<String, Object>, String> {

    /** The value of the metrics' dimension. */
    public static final String NAME = "audit";

    public static final String SUBJECTS_AUDITED = "SubjectsAudited";
    public static final String DRIFT_FOUND = "DriftFound";
    public static final String DRIFT_REPAIRED = "DriftRepaired";

    /** A part of the walk, with its two measurements, ends within this time. */
    private static final Duration RESERVE = Duration.ofSeconds(150);

    private final EmbeddedMetrics metrics = new EmbeddedMetrics(NAME, System.out, InstantSource.system());

    /** Creates the handler on Lambda, for the table that the environment variable {@code TABLE_NAME} names. */
    public AuditFunction() {
        LambdaLogs.install();
    }

    /** Audits until little time is left. Every invocation follows the stream from the present checkpoints on. */
    @Override
    public String handleRequest(Map<String, Object> schedule, Context context) {
        ReadBudget budget = new ReadBudget(LambdaEnvironment.readUnits());
        try (var dynamoDb = LambdaEnvironment.auditClient();
                var streams = LambdaEnvironment.streamsClient()) {
            AuditSettings settings = AuditSettings.DEFAULT.with(LambdaEnvironment.counting());
            ScheduledAudit audit =
                    new ScheduledAudit(dynamoDb, streams, LambdaEnvironment.tableName(), settings, budget);
            ScheduledAudit.Result result = audit.run(() -> context.getRemainingTimeInMillis() > RESERVE.toMillis());
            Map<String, Double> values = new LinkedHashMap<>();
            values.put(SUBJECTS_AUDITED, (double) result.audited());
            values.put(DRIFT_FOUND, (double) result.found());
            values.put(DRIFT_REPAIRED, (double) result.repaired());
            metrics.write(values);
            return result.toString();
        }
    }
}
