package io.github.viewtally.local.faults;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The whole system with a fault proxy between it and its own DynamoDB Local, which can be killed. There are no faults before
 * {@link #inject}.
 */
final class SystemUnderFaults implements AutoCloseable {

    private static final long WRITE_MILLIS = 500;

    private final Optional<Path> folder;
    private final FaultProxy proxy;
    private final LocalSystem system;
    private final DynamoDbClient direct;
    private DynamoDbLocal dynamoDb;
    private volatile FaultPlan plan = FaultPlan.none();

    /**
     * Starts the system.
     *
     * @param folder folder of the data; empty to keep the data in memory
     * @param delay delay of delayed calls and responses
     */
    SystemUnderFaults(Optional<Path> folder, Duration delay) {
        this.folder = folder;
        dynamoDb = startDynamoDb(0);
        proxy = FaultProxy.start(dynamoDb.endpoint(), call -> plan.faultFor(call), delay);
        LocalConfig config = LocalConfig.fromEnv(Map.of(
                "HTTP_PORT", "0",
                "DYNAMODB_ENDPOINT", proxy.endpoint().toString(),
                // Small batches lead to more transactions, and so to more faults.
                "STACK_PARAMETERS", "BatchingWindowSeconds=0"));
        system = LocalSystem.start(config, StackTemplate.load(config.stackParameters()));
        direct = TestTable.newSharedClient(dynamoDb.endpoint());
    }

    private DynamoDbLocal startDynamoDb(int port) {
        return DynamoDbLocal.start(new DynamoDbLocal.Options(port, folder, true))
                .awaitReady();
    }

    /** Replaces the fault plan of all calls to DynamoDB. */
    void inject(FaultPlan next) {
        plan = next;
    }

    URI url() {
        return system.url();
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Reads the table, not through the proxy. */
    TableContents table() {
        return TableContents.read(direct, system.tableName());
    }

    /** Waits until the totals match the stored events, and returns the table. */
    TableContents awaitAllCounted() {
        AtomicReference<TableContents> contents = new AtomicReference<>();
        await().untilAsserted(() -> {
            contents.set(table());
            assertThat(contents.get().counted()).isEqualTo(contents.get().recount());
        });
        assertThat(contents.get().quarantined()).isEmpty();
        return contents.get();
    }

    /**
     * Kills DynamoDB Local with SIGKILL during traffic. Calls are blocked for a moment before: DynamoDB Local acknowledges a
     * transaction some milliseconds before it is on disk, while DynamoDB never loses an acknowledged write. DynamoDB Local
     * does not report when its data is on disk, so this method waits for a fixed time.
     */
    void killDynamoDb() throws Exception {
        FaultPlan before = plan;
        plan = call -> Optional.of(Fault.RESET_BEFORE_FORWARDING);
        TimeUnit.MILLISECONDS.sleep(WRITE_MILLIS);
        ProcessHandle process = ProcessHandle.of(dynamoDb.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        plan = before;
    }

    /** Starts DynamoDB Local again with the same port and folder. */
    void restartDynamoDb() {
        int port = dynamoDb.endpoint().getPort();
        dynamoDb.close();
        dynamoDb = startDynamoDb(port);
    }

    @Override
    public void close() {
        plan = FaultPlan.none();
        system.close();
        proxy.close();
        direct.close();
        dynamoDb.close();
    }
}
