package io.github.viewtally.local.system;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.api.ApiDeployment;
import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.server.HttpConfig;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.storage.TableConfig;
import io.github.viewtally.api.tracing.Tracing;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.dynamodb.StackTable;
import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.github.viewtally.local.mapping.DeliverySupervisor;
import io.github.viewtally.local.mapping.DeliverySupervisor.Functions;
import io.github.viewtally.local.mapping.FunctionInvoker;
import io.github.viewtally.local.mapping.RecordFilter;
import io.github.viewtally.local.mapping.StreamDelivery;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.local.startup.StartupException;
import io.github.viewtally.testsupport.throughput.ThroughputCounters;
import io.github.viewtally.testsupport.throughput.ThroughputProxy;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The whole system: the table, the mappings with their aggregators, and the API. All of it runs in this process, except
 * DynamoDB Local, which is a child process. Closing the system stops the parts in reverse order of their start.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);

    /** Longer than the API needs to complete its in-flight requests. */
    private static final int STOP_SECONDS = 15;

    private final LocalConfig config;
    private final StackTemplate stack;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Optional<ThroughputProxy> limited = Optional.empty();
    private URI dynamoDbEndpoint;
    private LocalAwsClients clients;
    private PrometheusMeterRegistry registry;
    private int httpPort;

    private LocalSystem(LocalConfig config, StackTemplate stack) {
        this.config = config;
        this.stack = stack;
    }

    /**
     * Starts all parts and returns when the API accepts requests.
     *
     * @throws StartupException if a part cannot start; the parts that have started are stopped
     */
    public static LocalSystem start(LocalConfig config, StackTemplate stack) {
        LocalSystem system = new LocalSystem(config, stack);
        try {
            system.startAll();
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private void startAll() {
        requireFreeHttpPort();
        Optional<DynamoDbLocal> process = config.api().table().endpoint().isPresent()
                ? Optional.empty()
                : Optional.of(toClose(DynamoDbLocal.start(
                        new DynamoDbLocal.Options(config.dynamoDbPort(), config.dynamoDbDirectory(), true))));
        dynamoDbEndpoint = withLimits(process.map(DynamoDbLocal::endpoint)
                .orElseGet(() -> config.api().table().endpoint().orElseThrow()));
        clients = new LocalAwsClients(dynamoDbEndpoint, config.region(), process.isPresent());
        // Loading these classes takes a second. DynamoDB Local starts in the meantime.
        registry = toClose(Registries.ofProcess(), PrometheusMeterRegistry::close);
        Tracing tracing = toClose(tracing());
        Vertx vertx = toClose(Vertx.vertx(), system -> await(system.close()));
        DynamoDbClients apiClients = toClose(DynamoDbClients.open(
                vertx,
                config.api().table().name(),
                Optional.of(dynamoDbEndpoint),
                registry,
                tracing,
                clients::configure));
        DynamoDbStreamsClient streams = toClose(clients.streamsClient());

        process.ifPresent(DynamoDbLocal::awaitReady);
        process.ifPresent(database -> database.onUnexpectedEnd(
                () -> LOG.error("DynamoDB Local has stopped: restart the system to store and read events again")));
        String tableName = config.api().table().name();
        ensureTable(clients, tableName);
        TableInspector inspector = new TableInspector(toClose(clients.aggregatorClient()), stack.table(), tableName);
        QuarantineMetrics quarantined = new QuarantineMetrics(registry);
        DeliverySupervisor delivery = toClose(DeliverySupervisor.start(
                streams,
                inspector,
                tableName,
                table -> functions(
                        clients.aggregatorClient(quarantined, new TableGuard(inspector, table.createdAt())), table),
                registry));
        ApiDeployment api =
                await(ApiDeployment.start(vertx, config.api(), apiClients, registry, tracing, delivery::outage));
        toClose(api, running -> await(running.stop()));
        httpPort = api.port();
    }

    private Tracing tracing() {
        try {
            return config.api().tracing().open();
        } catch (IllegalArgumentException e) {
            throw new StartupException(e.getMessage(), e);
        }
    }

    /** Returns the address of a proxy with the limits of DynamoDB if the settings ask for it. */
    private URI withLimits(URI database) {
        limited = config.throughputLimits().map(limits -> toClose(ThroughputProxy.start(database, limits)));
        return limited.map(ThroughputProxy::endpoint).orElse(database);
    }

    /** Starts the audits that the settings ask for. They repair totals that somebody has changed by hand. */
    public void startAudits() {
        config.auditInterval()
                .ifPresent(interval -> toClose(new AuditSchedule(
                        toClose(clients.setupClient()),
                        toClose(clients.streamsClient()),
                        tableName(),
                        counting(),
                        interval,
                        registry)));
    }

    private void ensureTable(LocalAwsClients clients, String tableName) {
        try (DynamoDbClient client = clients.setupClient()) {
            StackTable.ensure(client, stack.table(), tableName);
        } catch (SdkException e) {
            throw new StartupException("cannot create the table at " + dynamoDbEndpoint + ": " + e.getMessage(), e);
        }
    }

    private Functions functions(DynamoDbClient client, TableState.Usable table) {
        List<StreamDelivery.Mapping> mappings = stack.mappings().stream()
                .map(mapping -> new StreamDelivery.Mapping(
                        mapping,
                        new RecordFilter(mapping.patterns()),
                        FunctionInvoker.of(
                                stack.functionOf(mapping), client, tableName(), counting(), table.streamArn())))
                .toList();
        return new Functions(mappings, client);
    }

    /** The settings of counting. The API has no setting for unique viewers, so it is read as the functions read it. */
    private CountingSettings counting() {
        TableConfig table = config.api().table();
        return new CountingSettings(
                table.trendHalfLife(), CountingSettings.countsUniqueViewers(System.getenv()), table.userStats());
    }

    private void requireFreeHttpPort() {
        HttpConfig http = config.api().http();
        if (http.port() != 0) {
            Ports.requireFree(http.host(), http.port(), "HTTP_PORT");
        }
    }

    /** The URL of the API and the dashboard. */
    public URI url() {
        return URI.create("http://" + HttpConfig.authority(config.api().http().host(), httpPort));
    }

    /** The endpoint of the database, or of the proxy in front of it. */
    public URI dynamoDbEndpoint() {
        return dynamoDbEndpoint;
    }

    /** What the limits of DynamoDB have counted so far; empty if the database has none. */
    public Optional<ThroughputCounters> throughput() {
        return limited.map(ThroughputProxy::counters);
    }

    public String tableName() {
        return config.api().table().name();
    }

    private <T extends AutoCloseable> T toClose(T part) {
        started.push(part);
        return part;
    }

    private <T> T toClose(T part, Consumer<T> close) {
        started.push(() -> close.accept(part));
        return part;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw new StartupException(
                        "the API cannot listen: " + e.getCause().getMessage(), e);
            }
            throw new StartupException("the API cannot start: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartupException("the API did not start or stop within " + STOP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        }
    }

    /** Stops all parts. If one fails to stop, the others are stopped nevertheless. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the system did not stop cleanly", e);
            }
        }
    }
}
