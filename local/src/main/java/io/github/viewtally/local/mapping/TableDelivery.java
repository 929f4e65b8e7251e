package io.github.viewtally.local.mapping;

import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The delivery of one table, from its creation to its deletion: of all streams that it has in this time. */
final class TableDelivery implements AutoCloseable {

    private static final Duration DISCOVERY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(TableDelivery.class);

    private final DynamoDbStreamsClient streams;
    private final String tableName;
    private final Instant createdAt;
    private final Functions functions;
    private final StreamDelivery delivery;
    private List<String> streamArns = List.of();
    private Instant nextDiscovery = Instant.MIN;

    TableDelivery(
            DynamoDbStreamsClient streams,
            TableInspector inspector,
            String tableName,
            TableState.Usable table,
            Functions functions,
            DeliveryMetrics metrics) {
        this.streams = streams;
        this.tableName = tableName;
        this.createdAt = table.createdAt();
        this.functions = functions;
        this.delivery =
                new StreamDelivery(streams, functions.mappings(), () -> isThere(inspector, table.createdAt()), metrics);
    }

    private static boolean isThere(TableInspector inspector, Instant createdAt) {
        try {
            return inspector.isStillTableOf(createdAt);
        } catch (SdkException e) {
            return false;
        }
    }

    boolean isOf(TableState table) {
        return table.isTableOf(createdAt);
    }

    /** Starts what has become ready: the shards of a new stream at once, other shards within seconds. */
    void discover(TableState table, Instant now) {
        if (table instanceof TableState.Usable usable && !streamArns.contains(usable.streamArn())) {
            if (!streamArns.isEmpty()) {
                LOG.warn("the table {} has a new stream: what was written while it had none is not counted", tableName);
            }
            streamArns = TableStreams.list(streams, tableName, usable);
            nextDiscovery = now;
        }
        if (!now.isBefore(nextDiscovery) || delivery.hasMoved()) {
            delivery.startReadyShards(streamArns);
            nextDiscovery = now.plus(DISCOVERY);
        }
    }

    Optional<Instant> unreadSince() {
        return delivery.unreadSince();
    }

    @Override
    public void close() {
        delivery.close();
        functions.client().close();
    }
}
