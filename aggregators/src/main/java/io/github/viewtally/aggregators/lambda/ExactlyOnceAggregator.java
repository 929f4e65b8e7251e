package io.github.viewtally.aggregators.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.BatchCommitter;
import io.github.viewtally.aggregators.commit.BatchCommitter.CommitLimits;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import io.github.viewtally.aggregators.commit.ViewerCache;
import io.github.viewtally.aggregators.commit.ViewerReader;
import io.github.viewtally.aggregators.rank.RankPrefetcher;
import io.github.viewtally.aggregators.rank.Ranks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Counts the stream records of batches into the summaries, each record exactly once.
 *
 * <p>Lambda delivers each record at least once, and repeats may be out of order (AWS Lambda guide, "Stateful DynamoDB stream
 * processing"). {@link BatchCommitter} detects the repeats.
 */
public class ExactlyOnceAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceAggregator.class);

    private final EventCounter counter;
    private final BatchCommitter committer;
    private final Ranks ranks;
    private final Executor readers;
    private final Consumer<InvocationMetrics> recorder;

    /** Creates the aggregator of a Lambda function, with the function's logs, metrics and priming. */
    protected ExactlyOnceAggregator(EventCounter counter) {
        this(
                counter,
                LambdaEnvironment.dynamoDb(),
                LambdaEnvironment.tableName(),
                LambdaEnvironment.counting(),
                new EmbeddedMetrics(counter.aggregatorName(), System.out, InstantSource.system()));
        LambdaLogs.install();
        Priming.beforeSnapshot(counter);
    }

    /** Creates an aggregator that passes the metrics of each batch to a recorder. */
    public ExactlyOnceAggregator(
            EventCounter counter,
            DynamoDbClient dynamoDb,
            String tableName,
            CountingSettings counting,
            Consumer<InvocationMetrics> recorder) {
        this(
                counter,
                dynamoDb,
                tableName,
                counting,
                recorder,
                CommitLimits.DEFAULT,
                RankPrefetcher.newReaders(),
                new ViewerCache());
    }

    /**
     * Creates an aggregator with other limits, threads and memory than those of a Lambda function.
     *
     * @param readers runs the reads of ranks and viewers
     * @param cache the cache of viewers, for the aggregator of views
     */
    public ExactlyOnceAggregator(
            EventCounter counter,
            DynamoDbClient dynamoDb,
            String tableName,
            CountingSettings counting,
            Consumer<InvocationMetrics> recorder,
            CommitLimits limits,
            Executor readers,
            ViewerCache cache) {
        this.counter = requireNonNull(counter, "counter");
        this.recorder = requireNonNull(recorder, "recorder");
        this.readers = requireNonNull(readers, "readers");
        Optional<ViewerReader> viewers = counting.uniqueViewers() && counter == EventCounter.VIEWS
                ? Optional.of(new ViewerReader(dynamoDb, tableName, readers, cache))
                : Optional.empty();
        this.committer = new BatchCommitter(counter.aggregatorName(), dynamoDb, tableName, counting, viewers, limits);
        this.ranks = new Ranks(dynamoDb, tableName, counting.halfLife());
    }

    @Override
    public final TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        return handle(event, context::getRemainingTimeInMillis);
    }

    /**
     * Counts a batch.
     *
     * @param remainingMillis the invocation's remaining time
     * @return the window's state, unchanged. If the time was too short for the whole batch, also the sequence number of the
     *     first record that is not committed: all records before it are, and Lambda must deliver again from there
     * @throws IllegalArgumentException if the event has no shard id
     */
    public final TimeWindowEventResponse handle(DynamodbTimeWindowEvent event, IntSupplier remainingMillis) {
        TimeWindowEventResponse response =
                new TimeWindowEventResponse(event.getState() == null ? Map.of() : event.getState(), new ArrayList<>());
        if (event.getRecords() == null || event.getRecords().isEmpty()) {
            return response;
        }
        String shardId = shardIdOf(event);
        List<Change> changes = changesOf(event);
        InvocationMetrics metrics = new InvocationMetrics();
        metrics.add(Metric.REPEATS_DROPPED, event.getRecords().size() - changes.size());
        committer
                .commit(shardId, changes, new RankPrefetcher(ranks, readers), remainingMillis, metrics)
                .ifPresent(failed -> response.getBatchItemFailures().add(failureOf(failed)));
        record(metrics);
        return response;
    }

    /** Records the metrics. A failure must not affect counting. */
    private void record(InvocationMetrics metrics) {
        try {
            recorder.accept(metrics);
        } catch (RuntimeException e) {
            LOG.warn("The metrics of an invocation are lost", e);
        }
    }

    private static String shardIdOf(DynamodbTimeWindowEvent event) {
        String shardId = event.getShardId();
        if (shardId == null || shardId.isBlank()) {
            throw new IllegalArgumentException("the event has no shardId, which is needed to detect repeats: set"
                    + " TumblingWindowInSeconds in the event source mapping");
        }
        return shardId;
    }

    /** The changes in the order of their sequence numbers, without duplicates. */
    private List<Change> changesOf(DynamodbTimeWindowEvent event) {
        List<Change> changes = new ArrayList<>(event.getRecords().size());
        boolean isOrdered = true;
        for (DynamodbStreamRecord record : event.getRecords()) {
            Change change = Change.of(record, counter);
            isOrdered &= changes.isEmpty()
                    || changes.get(changes.size() - 1).sequenceNumber().compareTo(change.sequenceNumber()) < 0;
            changes.add(change);
        }
        return isOrdered ? changes : ordered(changes);
    }

    private static List<Change> ordered(List<Change> changes) {
        TreeMap<SequenceNumber, Change> ordered = new TreeMap<>();
        changes.forEach(change -> ordered.put(change.sequenceNumber(), change));
        return List.copyOf(ordered.values());
    }

    private static BatchItemFailure failureOf(Change change) {
        return new BatchItemFailure(change.record().getDynamodb().getSequenceNumber());
    }
}
