package io.github.viewtally.benchmarks.system;

import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Looks into the table again and again: when is a probe counted, and how often has a position moved. With a batching window
 * a position moves once for each invocation, and far more seldom than it is looked at.
 */
final class SummaryPoller implements Runnable {

    private static final int PAUSE_MILLIS = 10;
    private static final int KEYS_OF_READ = 90;

    private final DynamoDbClient client;
    private final SteadyTraffic traffic;
    private final List<Map<String, AttributeValue>> positions;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Set<String> moves = new HashSet<>();
    private volatile boolean stopped;

    SummaryPoller(DynamoDbClient client, SteadyTraffic traffic) {
        this.client = client;
        this.traffic = traffic;
        this.positions = positions(client);
    }

    private static List<Map<String, AttributeValue>> positions(DynamoDbClient client) {
        return client
                .scanPaginator(request -> request.tableName(Tables.NAME)
                        .filterExpression(Keys.SK + " = :checkpoint")
                        .expressionAttributeValues(Map.of(":checkpoint", AttributeValue.fromS(Keys.CHECKPOINT))))
                .items()
                .stream()
                .map(item ->
                        EventItems.key(item.get(Keys.PK).s(), item.get(Keys.SK).s()))
                .toList();
    }

    @Override
    public void run() {
        while (!stopped) {
            look();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        List<Map<String, AttributeValue>> keys = new ArrayList<>(positions);
        unseen().limit(KEYS_OF_READ)
                .map(user -> SummaryItems.key(SummaryKey.user(user)))
                .forEach(keys::add);
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(true)
                .projectionExpression(String.join(", ", Keys.PK, Keys.USER_ID, Keys.SEQUENCE_NUMBER))
                .build();
        List<Map<String, AttributeValue>> found = client.batchGetItem(
                        request -> request.requestItems(Map.of(Tables.NAME, asked)))
                .responses()
                .get(Tables.NAME);
        long now = System.nanoTime();
        for (Map<String, AttributeValue> item : found) {
            if (item.containsKey(Keys.SEQUENCE_NUMBER)) {
                moves.add(item.get(Keys.PK).s() + item.get(Keys.SEQUENCE_NUMBER).s());
            } else {
                seen.putIfAbsent(item.get(Keys.USER_ID).s(), now);
            }
        }
    }

    private Stream<String> unseen() {
        return traffic.acknowledgedProbes().keySet().stream().filter(user -> !seen.containsKey(user));
    }

    /** Whether every acknowledged probe has been seen. */
    boolean hasSeenAll() {
        return unseen().findAny().isEmpty();
    }

    void stop() {
        stopped = true;
    }

    /** How many places the positions have been seen at, after those at the start. */
    int moves() {
        return moves.size() - positions.size();
    }

    /** The seconds from the acknowledgement of each probe until its user's summary was seen. */
    double[] freshness() {
        Collection<Map.Entry<String, Long>> probes =
                traffic.acknowledgedProbes().entrySet();
        return probes.stream()
                .mapToDouble(probe -> Math.max(0, seen.get(probe.getKey()) - probe.getValue()) / 1e9)
                .toArray();
    }
}
