package io.github.viewtally.api.metrics;

import io.github.viewtally.api.http.ProblemHandler;
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

/** Counts and times the calls of a client of DynamoDB, retries included, by operation and outcome. */
public final class DynamoDbMetrics implements ExecutionInterceptor {

    private static final ExecutionAttribute<Long> BEGAN = new ExecutionAttribute<>("viewtally.began");

    /** What may become of a call. */
    private enum Outcome {
        SUCCESS,
        THROTTLED,
        TIMEOUT,
        REFUSED,
        FAILED;

        private static Outcome of(Throwable thrown) {
            Throwable failure = ProblemHandler.causeOf(thrown);
            if (failure instanceof AwsServiceException answer) {
                if (answer.isThrottlingException()) {
                    return THROTTLED;
                }
                return answer.statusCode() < 500 ? REFUSED : FAILED;
            }
            return failure instanceof ApiCallTimeoutException ? TIMEOUT : FAILED;
        }
    }

    private final MeterRegistry registry;
    private final Map<String, Timer[]> timers = new ConcurrentHashMap<>();

    public DynamoDbMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        attributes.putAttribute(BEGAN, System.nanoTime());
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        record(attributes, Outcome.SUCCESS);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        record(attributes, Outcome.of(call.exception()));
    }

    private void record(ExecutionAttributes attributes, Outcome outcome) {
        long nanos = System.nanoTime() - attributes.getAttribute(BEGAN);
        timers
                .computeIfAbsent(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), this::timers)[
                outcome.ordinal()]
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer[] timers(String operation) {
        Timer[] byOutcome = new Timer[Outcome.values().length];
        for (Outcome outcome : Outcome.values()) {
            byOutcome[outcome.ordinal()] = Timer.builder("dynamodb.calls")
                    .description("Calls to DynamoDB, retries included")
                    .tag("operation", operation)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .serviceLevelObjectives(Registries.TIMES)
                    .register(registry);
        }
        return byOutcome;
    }
}
