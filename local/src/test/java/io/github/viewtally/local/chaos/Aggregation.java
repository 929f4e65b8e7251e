package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.BatchCommitter.CommitLimits;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.model.HalfLife;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A way to count that is tested: the functions of the two mappings. */
interface Aggregation {

    /**
     * Creates the function of a mapping for one invocation, as after a cold start.
     *
     * @param maxItems maximum number of items in one transaction
     */
    RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler(
            MappingSettings mapping, DynamoDbClient client, String tableName, int maxItems);

    /** Maximum number of records in one batch. */
    default int maxBatch() {
        return Integer.MAX_VALUE;
    }

    /** Whether it also counts hours. */
    default boolean keepsHours() {
        return true;
    }

    /** Short, so that a run has time for more histories. */
    Duration MAX_PAUSE = Duration.ofMillis(2);

    /** The shortest one, so that the views of a history are in several epochs. */
    HalfLife HALF_LIFE = new HalfLife(HalfLife.MIN_HOURS);

    /** Everything is counted. */
    CountingSettings COUNTING = new CountingSettings(HALF_LIFE, true, true);

    /** The aggregators of this project. */
    Aggregation EXACTLY_ONCE = (mapping, client, tableName, maxItems) -> {
        EventCounter counter =
                mapping.functionName().equals("ViewAggregator") ? EventCounter.VIEWS : EventCounter.VOTES;
        // Ranks are read in the same thread, so that histories are reproducible.
        ExactlyOnceAggregator aggregator = new ExactlyOnceAggregator(
                counter,
                client,
                tableName,
                COUNTING,
                metrics -> {},
                new CommitLimits(maxItems, MAX_PAUSE),
                Runnable::run,
                WarmFunctions.viewerCache(tableName));
        return (event, context) -> aggregator.handle(event, context::getRemainingTimeInMillis);
    };
}
