package io.github.viewtally.local.mapping;

import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.github.viewtally.local.mapping.DeliverySupervisor.Functions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The delivery of all streams of one table, until the table is deleted. One thread calls its methods. */
final class TableDelivery implements AutoCloseable {

    private static final Duration DISCOVERY_INTERVAL = Duration.ofSeconds(5);
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
                new StreamDelivery(streams, functions.mappings(), () -> exists(inspector, table.createdAt()), metrics);
    }

    private static boolean exists(TableInspector inspector, Instant createdAt) {
        try {
            return inspector.isStillTableOf(createdAt);
        } catch (SdkException e) {
            return false;
        }
    }

    /** Returns whether this delivery belongs to the table. */
    boolean isOf(TableState table) {
        return table.isTableOf(createdAt);
    }

    /** Starts the shards that are ready. Shards of a new stream start at once, others within seconds. */
    void discover(TableState table, Instant now) {
        if (table instanceof TableState.Usable usable && !streamArns.contains(usable.streamArn())) {
            if (!streamArns.isEmpty()) {
                LOG.warn("the table {} has a new stream: events written without a stream are not counted", tableName);
            }
            streamArns = TableStreams.list(streams, tableName, usable);
            nextDiscovery = now;
        }
        if (!now.isBefore(nextDiscovery) || delivery.hasFinishedShards()) {
            delivery.startReadyShards(streamArns);
            nextDiscovery = now.plus(DISCOVERY_INTERVAL);
        }
    }

    /** Time since which a shard cannot be read; empty if all shards are read. */
    Optional<Instant> unreadSince() {
        return delivery.unreadSince();
    }

    @Override
    public void close() {
        delivery.close();
        functions.client().close();
    }
}
