package io.github.viewtally.aggregators.exactlyonce;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import io.github.viewtally.aggregators.exactlyonce.GroupStore.NotApplied;
import io.github.viewtally.model.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Applies batches of stream records to the summaries, each record exactly once, however often and however cut the
 * records are delivered.
 *
 * <p>Lambda delivers at least once, and repeats may come out of order (AWS Lambda guide, "Stateful DynamoDB stream
 * processing"). So the summaries of a group of records and the position of their shard change in one transaction, on the
 * condition that the group begins behind the position: a repeat, a late twin of a timed-out invocation, or a call of
 * unknown outcome that is sent again finds the position moved and changes nothing.
 */
public final class ExactlyOnceAggregator {

    /** The longest one call to DynamoDB may take. But for the first, none begins that could outlast the invocation. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceAggregator.class);
    private static final Duration RESERVE = CALL_TIMEOUT.plusMillis(500);

    private final EventCounter counter;
    private final GroupTransaction transactions;
    private final GroupStore store;
    private final Ranks ranks;

    public ExactlyOnceAggregator(EventCounter counter, DynamoDbClient dynamoDb, String tableName) {
        this.counter = requireNonNull(counter, "counter");
        this.transactions = new GroupTransaction(
                counter.aggregatorName(), requireNonNull(tableName, "tableName"), InstantSource.system());
        this.store = new GroupStore(requireNonNull(dynamoDb, "dynamoDb"));
        this.ranks = new Ranks(dynamoDb, tableName);
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
        Backoff backoff = new Backoff(remainingMillis, RESERVE);
        applyInOrder(shardId, changes, backoff)
                .ifPresent(failed -> response.getBatchItemFailures().add(failureOf(failed)));
        ranks.move(rankedAnew(changes), backoff::hasTimeForAttempt);
        return response;
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
        TreeMap<SequenceNumber, Change> changes = new TreeMap<>();
        event.getRecords().stream()
                .map(record -> Change.of(record, counter))
                .forEach(change -> changes.put(change.position(), change));
        return List.copyOf(changes.values());
    }

    /** Applies group after group; returns the first change that could not be applied. */
    private Optional<Change> applyInOrder(String shardId, List<Change> changes, Backoff backoff) {
        List<Change> rest = changes;
        while (!rest.isEmpty()) {
            if (rest != changes && !backoff.hasTimeForAttempt()) {
                LOG.warn("out of time: {} records of {} to be delivered again", rest.size(), shardId);
                return Optional.of(rest.get(0));
            }
            Group group = Group.packFrom(rest);
            try {
                Optional<SequenceNumber> position = store.apply(transactions.of(shardId, group));
                rest = position.isPresent() ? behind(position.get(), rest) : rest.subList(group.size(), rest.size());
            } catch (NotApplied e) {
                if (!e.mayPass() || !backoff.pause()) {
                    LOG.warn("{} records of {} not applied, to be delivered again", rest.size(), shardId, e.getCause());
                    return Optional.of(rest.get(0));
                }
            }
        }
        return Optional.empty();
    }

    /** Whose views may have changed; those of repeats too, for the invocation before may have died before it came to them. */
    private static Set<Subject> rankedAnew(List<Change> changes) {
        Set<Subject> subjects = new LinkedHashSet<>();
        changes.forEach(change -> change.changesViews().forEach(subjects::add));
        return subjects;
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
