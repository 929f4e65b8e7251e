package io.github.viewtally.api.storage;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts and times requests to DynamoDB by operation and outcome. The retries of a request belong to it. */
final class DynamoDbMetrics implements ExecutionInterceptor {

    private static final ExecutionAttribute<Long> START_NANOS = new ExecutionAttribute<>("viewtally.startNanos");

    /** The outcomes of a request. */
    private enum CallOutcome {
        SUCCESS,
        THROTTLED,
        TIMEOUT,
        REFUSED,
        FAILED;

        private static CallOutcome of(Throwable failure) {
            Throwable cause = DynamoDbErrors.unwrap(failure);
            if (cause instanceof AwsServiceException error) {
                if (error.isThrottlingException()) {
                    return THROTTLED;
                }
                return error.statusCode() < 500 ? REFUSED : FAILED;
            }
            return cause instanceof ApiCallTimeoutException ? TIMEOUT : FAILED;
        }
    }

    private final MeterRegistry registry;
    private final Map<String, Timer[]> timers = new ConcurrentHashMap<>();

    DynamoDbMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        attributes.putAttribute(START_NANOS, System.nanoTime());
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        record(attributes, null);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        record(attributes, call.exception());
    }

    private void record(ExecutionAttributes attributes, Throwable failure) {
        record(
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                System.nanoTime() - attributes.getAttribute(START_NANOS),
                failure);
    }

    /**
     * Records a request that has ended.
     *
     * @param failure null if it succeeded
     */
    void record(String operation, long nanos, Throwable failure) {
        CallOutcome outcome = failure == null ? CallOutcome.SUCCESS : CallOutcome.of(failure);
        timers.computeIfAbsent(operation, this::timers)[outcome.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer[] timers(String operation) {
        Timer[] byOutcome = new Timer[CallOutcome.values().length];
        for (CallOutcome outcome : CallOutcome.values()) {
            byOutcome[outcome.ordinal()] = Timer.builder("dynamodb.calls")
                    .description("Requests to DynamoDB, including their retries")
                    .tag("operation", operation)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .serviceLevelObjectives(Registries.TIMES)
                    .register(registry);
        }
        return byOutcome;
    }
}
