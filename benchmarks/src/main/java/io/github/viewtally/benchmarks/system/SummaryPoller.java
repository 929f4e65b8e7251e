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
 * Polls the table for counted probes and for checkpoint updates. With a batching window, each invocation updates a
 * checkpoint once, at intervals much longer than those of the polls.
 */
final class SummaryPoller implements Runnable {

    private static final int POLL_INTERVAL_MILLIS = 10;
    private static final int MAX_PROBES_PER_READ = 90;

    private final DynamoDbClient client;
    private final SteadyTraffic traffic;
    private final List<Map<String, AttributeValue>> checkpoints;
    private final Map<String, Long> visibleAt = new ConcurrentHashMap<>();
    private final Set<String> checkpointUpdates = new HashSet<>();
    private volatile boolean stopped;

    SummaryPoller(DynamoDbClient client, SteadyTraffic traffic) {
        this.client = client;
        this.traffic = traffic;
        this.checkpoints = checkpoints(client);
    }

    private static List<Map<String, AttributeValue>> checkpoints(DynamoDbClient client) {
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
            poll();
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void poll() {
        List<Map<String, AttributeValue>> keys = new ArrayList<>(checkpoints);
        pendingProbes()
                .limit(MAX_PROBES_PER_READ)
                .map(user -> SummaryItems.key(SummaryKey.user(user)))
                .forEach(keys::add);
        KeysAndAttributes keysToRead = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(true)
                .projectionExpression(String.join(", ", Keys.PK, Keys.USER_ID, Keys.SEQUENCE_NUMBER))
                .build();
        List<Map<String, AttributeValue>> found = client.batchGetItem(
                        request -> request.requestItems(Map.of(Tables.NAME, keysToRead)))
                .responses()
                .get(Tables.NAME);
        long now = System.nanoTime();
        for (Map<String, AttributeValue> item : found) {
            if (item.containsKey(Keys.SEQUENCE_NUMBER)) {
                checkpointUpdates.add(
                        item.get(Keys.PK).s() + item.get(Keys.SEQUENCE_NUMBER).s());
            } else {
                visibleAt.putIfAbsent(item.get(Keys.USER_ID).s(), now);
            }
        }
    }

    private Stream<String> pendingProbes() {
        return traffic.acknowledgedProbes().keySet().stream().filter(user -> !visibleAt.containsKey(user));
    }

    /** Returns whether every acknowledged probe is counted. */
    boolean hasFoundAll() {
        return pendingProbes().findAny().isEmpty();
    }

    void stop() {
        stopped = true;
    }

    /** Returns the number of checkpoint updates since the start. */
    int checkpointUpdates() {
        return checkpointUpdates.size() - checkpoints.size();
    }

    /** Returns the seconds from the acknowledgement of each probe until it is counted. */
    double[] freshness() {
        Collection<Map.Entry<String, Long>> probes =
                traffic.acknowledgedProbes().entrySet();
        return probes.stream()
                .mapToDouble(probe -> Math.max(0, visibleAt.get(probe.getKey()) - probe.getValue()) / 1e9)
                .toArray();
    }
}
