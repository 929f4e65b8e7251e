package io.github.viewtally.local.mapping;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Connects the mappings to the table's current stream. If the table is deleted and created again, or its stream is disabled
 * and enabled again, the supervisor finds the new stream. It logs once why events are not counted, and once that they are
 * counted again. Thread-safe.
 */
public final class DeliverySupervisor implements AutoCloseable {

    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** DynamoDB Local describes a large table slowly, and serves no other requests during that time. */
    private static final int PAUSE_PER_DESCRIPTION = 20;

    /** A database under load may respond late once or twice. */
    private static final int TOLERATED_FAILURES = 3;

    private static final String NO_RESPONSE = "the database does not respond";
    private static final int STOP_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(DeliverySupervisor.class);

    private final DynamoDbStreamsClient streams;
    private final TableInspector inspector;
    private final String tableName;
    private final Function<TableState.Usable, Functions> functions;
    private final DeliveryMetrics metrics;
    private final Thread thread = new Thread(this::run, "event-source-mapping-supervisor");
    private volatile Optional<TableDelivery> delivery = Optional.empty();
    private volatile Optional<Outage> outage = Optional.empty();
    private Instant lastGood = Instant.now();
    private int failures;

    /** The reason why events are not counted, and the time since which. */
    private record Outage(String reason, Instant since) {}

    private DeliverySupervisor(
            DynamoDbStreamsClient streams,
            TableInspector inspector,
            String tableName,
            Function<TableState.Usable, Functions> functions,
            MeterRegistry registry) {
        this.streams = requireNonNull(streams, "streams");
        this.inspector = requireNonNull(inspector, "inspector");
        this.tableName = requireNonNull(tableName, "tableName");
        this.functions = requireNonNull(functions, "functions");
        this.metrics = new DeliveryMetrics(registry, this::unreadSince);
        thread.setDaemon(true);
    }

    /**
     * Starts the delivery in its own threads.
     *
     * @param functions creates new functions for each table, because functions cache values of their table
     */
    public static DeliverySupervisor start(
            DynamoDbStreamsClient streams,
            TableInspector inspector,
            String tableName,
            Function<TableState.Usable, Functions> functions,
            MeterRegistry registry) {
        DeliverySupervisor supervisor = new DeliverySupervisor(streams, inspector, tableName, functions, registry);
        supervisor.check();
        supervisor.thread.start();
        return supervisor;
    }

    /**
     * Returns why the events of the table are not counted, as a sentence; empty if they are. A database that does not
     * respond is not reported here, because the API detects it itself.
     */
    public Optional<String> outage() {
        return outage.filter(current -> !current.reason().equals(NO_RESPONSE))
                .map(current -> "Events are not counted: " + current.reason() + ".");
    }

    private Optional<Instant> unreadSince() {
        return Stream.concat(outage.map(Outage::since).stream(), delivery.flatMap(TableDelivery::unreadSince).stream())
                .min(Comparator.naturalOrder());
    }

    private void run() {
        try {
            long pauseNanos = MIN_PAUSE_NANOS;
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
                pauseNanos = check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the pause before the next check. */
    private long check() {
        try {
            long start = System.nanoTime();
            TableState table = inspector.inspect();
            long pauseNanos = (System.nanoTime() - start) * PAUSE_PER_DESCRIPTION;
            follow(table);
            failures = 0;
            return Math.min(Math.max(pauseNanos, MIN_PAUSE_NANOS), MAX_PAUSE_NANOS);
        } catch (RuntimeException e) {
            failures++;
            LOG.debug("cannot read the state of the table {}", tableName, e);
            if (failures >= TOLERATED_FAILURES && !Thread.currentThread().isInterrupted()) {
                reportOutage(NO_RESPONSE);
            }
            return MIN_PAUSE_NANOS;
        }
    }

    private void follow(TableState table) {
        Optional<TableDelivery> outdated = delivery.filter(current -> !current.isOf(table));
        try {
            if (outdated.isPresent()) {
                delivery = Optional.empty();
            }
            if (delivery.isEmpty() && table instanceof TableState.Usable usable) {
                delivery = Optional.of(
                        new TableDelivery(streams, inspector, tableName, usable, functions.apply(usable), metrics));
            }
            delivery.ifPresent(current -> current.discover(table, Instant.now()));
            if (table instanceof TableState.Usable usable) {
                reportCounting(usable, outdated.isPresent());
            } else if (table instanceof TableState.Unusable unusable) {
                reportOutage("the table " + tableName + " differs from the template: " + unusable.reason());
            } else {
                reportOutage("the table " + tableName + " does not exist");
            }
        } finally {
            outdated.ifPresent(TableDelivery::close);
        }
    }

    private void reportCounting(TableState.Usable table, boolean isAnotherTable) {
        if (outage.isPresent()) {
            LOG.info("events are counted again, from the stream {}", table.streamArn());
        } else if (isAnotherTable) {
            LOG.warn(
                    "the table {} has been deleted and created again: counting starts from zero, with the stream {}",
                    tableName,
                    table.streamArn());
        }
        lastGood = Instant.now();
        outage = Optional.empty();
    }

    private void reportOutage(String reason) {
        if (outage.filter(before -> before.reason().equals(reason)).isEmpty()) {
            LOG.warn("events are not counted: {}", reason);
            outage = Optional.of(new Outage(reason, lastGood));
        }
    }

    /** Stops the delivery. Records that have not been delivered are delivered after the next start. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delivery.ifPresent(TableDelivery::close);
    }

    /**
     * The functions of the template with their mappings.
     *
     * @param client the functions' client; closed when they are no longer invoked
     */
    public record Functions(List<StreamDelivery.Mapping> mappings, SdkAutoCloseable client) {}
}
