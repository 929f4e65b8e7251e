package io.github.viewtally.local.chaos;

import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Throttles the items of one user, of one video or of the site, or holds them as other transactions do, until it has refused
 * some transactions of whatever invocations. Thread-safe.
 */
final class Heat {

    static final String REFUSED = "item is throttled or in conflict for some time";
    static final String DEFERRED = "item is deferred";
    static final String FOUND_DEFERRED = "invocation continues with the deferred items of another";

    private static final int PERCENT = 10;
    private static final int STARTS_PER_START_OF_SITE = 4;
    private static final int MIN_REFUSALS = 5;
    private static final int MORE_REFUSALS = 10;
    private static final List<String> CODES =
            List.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private final Map<String, Long> counts = new TreeMap<>();
    private final Set<Map<String, AttributeValue>> deferring = new HashSet<>();
    private int startsLeft = 4;
    private int refusalsLeft;
    private String code = "";
    private Predicate<Map<String, AttributeValue>> isHot = key -> false;

    /** Whether the next transaction with a hot item is refused. */
    synchronized boolean isOn() {
        return refusalsLeft > 0;
    }

    /** Sometimes makes the site, or a user or video of an invocation, hot: either the summary only or all items. */
    synchronized void maybeStart(Invocation invocation, Random random) {
        List<SummaryKey> subjects = RecordSubjects.of(invocation);
        if (random.nextInt(100) >= PERCENT || isOn() || startsLeft == 0 || subjects.isEmpty()) {
            return;
        }
        startsLeft--;
        String partition = Keys.partition(subjects.get(random.nextInt(subjects.size())));
        boolean isSite = random.nextInt(STARTS_PER_START_OF_SITE) == 0;
        boolean isWhole = random.nextBoolean();
        isHot = key -> (isSite ? isOfSite(key) : key.get(Keys.PK).s().equals(partition))
                && (isWhole || key.get(Keys.SK).s().equals(Keys.SUMMARY));
        refusalsLeft = MIN_REFUSALS + random.nextInt(MORE_REFUSALS);
        code = CODES.get(random.nextInt(CODES.size()));
        count(REFUSED);
    }

    private static boolean isOfSite(Map<String, AttributeValue> key) {
        return Keys.parsePartition(key.get(Keys.PK).s())
                .filter(owner -> owner.kind() == SummaryKey.Kind.SITE)
                .isPresent();
    }

    /** Wraps the client of one invocation. */
    DynamoDbClient around(DynamoDbClient client) {
        boolean[] hasDeferred = new boolean[1];
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    boolean isWrite = arguments != null && arguments[0] instanceof TransactWriteItemsRequest;
                    if (isWrite) {
                        refuseIfHot((TransactWriteItemsRequest) arguments[0]);
                    }
                    try {
                        Object response = method.invoke(client, arguments);
                        if (isWrite) {
                            committed((TransactWriteItemsRequest) arguments[0], hasDeferred);
                        }
                        return response;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized void refuseIfHot(TransactWriteItemsRequest transaction) {
        List<CancellationReason> reasons = transaction.transactItems().stream()
                .map(item -> CancellationReason.builder()
                        .code(item.update() != null && isHot.test(item.update().key()) ? code : "None")
                        .build())
                .toList();
        if (isOn() && reasons.stream().anyMatch(reason -> reason.code().equals(code))) {
            refusalsLeft--;
            throw TransactionCanceledException.builder()
                    .message("the item is hot")
                    .cancellationReasons(reasons)
                    .build();
        }
    }

    private synchronized void committed(TransactWriteItemsRequest transaction, boolean[] hasDeferred) {
        Update checkpoint = transaction.transactItems().stream()
                .map(TransactWriteItem::update)
                .findFirst()
                .orElse(null);
        if (checkpoint == null || !checkpoint.hasExpressionAttributeValues()) {
            return;
        }
        boolean isExpected = checkpoint.expressionAttributeValues().containsKey(":deferred");
        boolean isWritten = checkpoint.expressionAttributeValues().containsKey(":nextDeferred");
        if (isWritten) {
            deferring.add(checkpoint.key());
        } else if (checkpoint.updateExpression().contains(Keys.DEFERRED)) {
            deferring.remove(checkpoint.key());
        }
        if (isWritten && !isExpected) {
            hasDeferred[0] = true;
            count(DEFERRED);
        } else if (isExpected && !hasDeferred[0]) {
            hasDeferred[0] = true;
            count(FOUND_DEFERRED);
        }
    }

    /** Whether changes wait in a checkpoint. */
    synchronized boolean isDeferring() {
        return !deferring.isEmpty();
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** How often an item became hot, and how often the aggregators deferred one. */
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
