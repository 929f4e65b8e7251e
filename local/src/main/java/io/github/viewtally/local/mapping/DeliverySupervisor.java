package io.github.viewtally.local.mapping;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Keeps the mappings on the stream of the table. When the table is deleted and created again, or its stream is disabled
 * and enabled again, it finds the new stream. It says once why nothing is counted, and once that counting goes on.
 */
public final class DeliverySupervisor implements AutoCloseable {

    private static final int CHECK_MILLIS = 500;

    /** A database under load may be late once or twice. */
    private static final int TOLERATED_FAILURES = 3;

    private static final String UNANSWERED = "the database does not answer";
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

    /** Why nothing is counted, and since when. */
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
     * Begins to deliver, in threads of its own.
     *
     * @param functions makes the functions anew for each table: what they remember of one may be wrong for another
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
     * What about the table keeps events from being counted at present, as a sentence; empty if nothing does. Whether the
     * database answers at all, the API finds out by itself.
     */
    public Optional<String> notCounting() {
        return outage.filter(why -> !why.reason().equals(UNANSWERED))
                .map(why -> "Events are not counted: " + why.reason() + ".");
    }

    private Optional<Instant> unreadSince() {
        return Stream.concat(outage.map(Outage::since).stream(), delivery.flatMap(TableDelivery::unreadSince).stream())
                .min(Comparator.naturalOrder());
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        try {
            TableState table = inspector.inspect();
            follow(table);
            failures = 0;
        } catch (RuntimeException e) {
            failures++;
            LOG.debug("the table {} cannot be checked", tableName, e);
            if (failures >= TOLERATED_FAILURES && !Thread.currentThread().isInterrupted()) {
                notCounting(UNANSWERED);
            }
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
                counting(usable, outdated.isPresent());
            } else if (table instanceof TableState.Unusable unusable) {
                notCounting("the table " + tableName + " is not as the template says: " + unusable.reason());
            } else {
                notCounting("the table " + tableName + " does not exist");
            }
        } finally {
            outdated.ifPresent(TableDelivery::close);
        }
    }

    private void counting(TableState.Usable table, boolean isAnotherTable) {
        if (outage.isPresent()) {
            LOG.info("events are counted again, from the stream {}", table.streamArn());
        } else if (isAnotherTable) {
            LOG.warn(
                    "the table {} has been deleted and created again: counting starts anew, from the stream {}",
                    tableName,
                    table.streamArn());
        }
        lastGood = Instant.now();
        outage = Optional.empty();
    }

    private void notCounting(String reason) {
        if (outage.filter(before -> before.reason().equals(reason)).isEmpty()) {
            LOG.warn("events are not counted: {}", reason);
            outage = Optional.of(new Outage(reason, lastGood));
        }
    }

    /** Stops; what has not been delivered is delivered after the next start. */
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
}
