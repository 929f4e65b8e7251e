package io.github.viewtally.aggregators.exactlyonce;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import io.github.viewtally.aggregators.exactlyonce.Ranks.KnownRanks;
import io.github.viewtally.aggregators.exactlyonce.TransactionExecutor.NotApplied;
import io.github.viewtally.aggregators.metrics.InvocationMetrics;
import io.github.viewtally.aggregators.metrics.Metric;
import java.time.Duration;
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
 * Applies batches of stream records to the summaries, each record exactly once, however often and however cut the
 * records are delivered.
 *
 * <p>Lambda delivers at least once, and repeats may come out of order (AWS Lambda guide, "Stateful DynamoDB stream
 * processing"). So every change of a summary is made in one transaction with a move of the shard's position that says so,
 * on the condition that the position is where it was taken to be: a repeat, a late twin of a timed-out invocation, or a
 * call of unknown outcome that is sent again finds the position moved and changes nothing.
 */
public final class ExactlyOnceAggregator {

    /** The longest one call to DynamoDB may take. But for the first, none begins that could outlast the invocation. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    /** DynamoDB takes 100 items in a transaction ("Quotas" in its guide); one of them is the position. */
    private static final int MAX_ITEMS = 99;

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceAggregator.class);
    private static final Duration RESERVE = CALL_TIMEOUT.plusMillis(500);

    private final EventCounter counter;
    private final TransactionBuilder transactions;
    private final TransactionExecutor store;
    private final Ranks ranks;
    private final CounterLimits limits;
    private final Consumer<InvocationMetrics> recorder;
    private final int maxItems;
    private final Executor readers;

    /** Tells nobody what it does. */
    public ExactlyOnceAggregator(EventCounter counter, DynamoDbClient dynamoDb, String tableName) {
        this(counter, dynamoDb, tableName, tally -> {});
    }

    /** Tells {@code recorder} after each batch what has been done. */
    public ExactlyOnceAggregator(
            EventCounter counter, DynamoDbClient dynamoDb, String tableName, Consumer<InvocationMetrics> recorder) {
        this(counter, dynamoDb, tableName, recorder, MAX_ITEMS, RankPrefetcher.threads());
    }

    /**
     * With bounds of its own.
     *
     * @param maxItems fewer items to a transaction than DynamoDB takes; not fewer than one record may change
     * @param readers runs what reads beside the counting
     */
    public ExactlyOnceAggregator(
            EventCounter counter,
            DynamoDbClient dynamoDb,
            String tableName,
            Consumer<InvocationMetrics> recorder,
            int maxItems,
            Executor readers) {
        if (maxItems < TransactionPlanner.MIN_ITEMS || maxItems > MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "not from " + TransactionPlanner.MIN_ITEMS + " to " + MAX_ITEMS + ": " + maxItems);
        }
        this.maxItems = maxItems;
        this.readers = requireNonNull(readers, "readers");
        this.recorder = requireNonNull(recorder, "recorder");
        this.counter = requireNonNull(counter, "counter");
        this.transactions = new TransactionBuilder(
                counter.aggregatorName(), requireNonNull(tableName, "tableName"), InstantSource.system());
        this.store = new TransactionExecutor(requireNonNull(dynamoDb, "dynamoDb"));
        this.ranks = new Ranks(dynamoDb, tableName);
        this.limits = new CounterLimits(dynamoDb, tableName);
    }

    /**
     * Applies a batch.
     *
     * @param remainingMillis how long the invocation may still run
     * @return the window's state as it was given and, if not all could be applied in time, the sequence number of the
     *     first record that was not: everything before it has been, nothing after it
     * @throws IllegalArgumentException if the event does not name its shard
     */
    public TimeWindowEventResponse handle(DynamodbTimeWindowEvent event, IntSupplier remainingMillis) {
        TimeWindowEventResponse response =
                new TimeWindowEventResponse(event.getState() == null ? Map.of() : event.getState(), new ArrayList<>());
        if (event.getRecords() == null || event.getRecords().isEmpty()) {
            return response;
        }
        String shardId = shardOf(event);
        List<Change> changes = changes(event);
        InvocationMetrics tally = new InvocationMetrics();
        tally.add(Metric.REPEATS_DROPPED, event.getRecords().size() - changes.size());
        applyInOrder(shardId, changes, new Backoff(remainingMillis, RESERVE), tally)
                .ifPresent(failed -> response.getBatchItemFailures().add(failureOf(failed)));
        tell(tally);
        return response;
    }

    /** Nothing of it may come back to the counting, and be it that it fails. */
    private void tell(InvocationMetrics tally) {
        try {
            recorder.accept(tally);
        } catch (RuntimeException e) {
            LOG.warn("the metrics of an invocation are lost", e);
        }
    }

    private static String shardOf(DynamodbTimeWindowEvent event) {
        String shardId = event.getShardId();
        if (shardId == null || shardId.isBlank()) {
            throw new IllegalArgumentException("the event names no shardId: the event source mapping must have"
                    + " TumblingWindowInSeconds set, without it repeats cannot be told from new records");
        }
        return shardId;
    }

    /** The records by position, each once. */
    private List<Change> changes(DynamodbTimeWindowEvent event) {
        List<Change> changes = new ArrayList<>(event.getRecords().size());
        boolean inOrder = true;
        for (DynamodbStreamRecord record : event.getRecords()) {
            Change change = Change.of(record, counter);
            inOrder &= changes.isEmpty()
                    || changes.get(changes.size() - 1).position().compareTo(change.position()) < 0;
            changes.add(change);
        }
        return inOrder ? changes : sorted(changes);
    }

    private static List<Change> sorted(List<Change> changes) {
        TreeMap<SequenceNumber, Change> sorted = new TreeMap<>();
        changes.forEach(change -> sorted.put(change.position(), change));
        return List.copyOf(sorted.values());
    }

    /** Applies group after group; returns the first change that could not be applied. */
    private Optional<Change> applyInOrder(
            String shardId, List<Change> changes, Backoff backoff, InvocationMetrics tally) {
        TransactionPlanner groups = new TransactionPlanner(changes, Optional.empty(), maxItems);
        RankPrefetcher ahead = new RankPrefetcher(ranks, readers);
        for (boolean tried = false; !groups.isEmpty(); tried = true) {
            List<Change> rest = groups.unapplied();
            if (tried && !backoff.hasTimeForAttempts(1)) {
                LOG.warn("out of time: {} records of {} to be delivered again", rest.size(), shardId);
                return Optional.of(rest.get(0));
            }
            try {
                TransactionPlan group = groups.next();
                KnownRanks places = backoff.hasTimeForAttempts(2)
                        ? ahead.ofFirst(groups.next(RankPrefetcher.GROUPS))
                        : KnownRanks.UNKNOWN;
                Optional<Checkpoint> position = store.apply(transactions.of(shardId, group, places), tally);
                if (position.isPresent()) {
                    List<Change> behind = behind(position.get().through(), rest);
                    tally.add(Metric.REPEATS_DROPPED, rest.size() - behind.size());
                    groups = new TransactionPlanner(behind, position.get().lead(), maxItems);
                } else {
                    groups.applied();
                    tallyApplied(group, rest, tally);
                }
            } catch (NotApplied e) {
                Optional<TransactionPlan> countable = e.mayPass() || !backoff.hasTimeForAttempts(2)
                        ? Optional.empty()
                        : limits.withoutUncountable(groups.next());
                if (countable.isPresent()) {
                    groups.replaceNext(countable.get());
                    continue;
                }
                if (!e.mayPass() || !backoff.pause()) {
                    LOG.warn("{} records of {} not applied, to be delivered again", rest.size(), shardId, e.getCause());
                    return Optional.of(rest.get(0));
                }
                tally.add(Metric.CONFLICTS_RETRIED, e.isConflict() ? 1 : 0);
            }
        }
        return Optional.empty();
    }

    private static void tallyApplied(TransactionPlan group, List<Change> unapplied, InvocationMetrics tally) {
        tally.add(Metric.GROUPS_APPLIED, 1);
        tally.add(
                Metric.RECORDS_QUARANTINED,
                group.items().stream().filter(ItemUpdate::isQuarantined).count());
        group.through()
                .ifPresent(through -> tally.add(
                        Metric.RECORDS_COUNTED,
                        unapplied.size() - behind(through, unapplied).size()));
    }

    /** The changes that the position does not cover yet. */
    private static List<Change> behind(SequenceNumber position, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.position().compareTo(position) > 0)
                .toList();
    }

    private static BatchItemFailure failureOf(Change change) {
        return new BatchItemFailure(change.record().getDynamodb().getSequenceNumber());
    }
}
