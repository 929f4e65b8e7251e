package io.github.viewtally.local.faults;

import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The whole system over a DynamoDB Local of its own, which can be killed, with a proxy in between. Nothing goes wrong
 * before {@link #meetWith}.
 */
final class SystemUnderFaults implements AutoCloseable {

    private static final long SAFE_MILLIS = 500;
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    private final Optional<Path> folder;
    private final FaultProxy proxy;
    private final LocalSystem system;
    private final DynamoDbClient direct;
    private DynamoDbLocal dynamoDb;
    private volatile FaultPlan plan = FaultPlan.none();

    /**
     * Starts all of it.
     *
     * @param folder where DynamoDB Local keeps its data; empty for memory
     * @param delay of calls that are delayed
     */
    SystemUnderFaults(Optional<Path> folder, Duration delay) {
        this.folder = folder;
        // Without these the SDK looks for credentials all over the machine and its network.
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
        dynamoDb = startDynamoDb(0);
        proxy = FaultProxy.start(dynamoDb.endpoint(), call -> plan.faultFor(call), delay);
        LocalConfig config = LocalConfig.fromEnv(Map.of(
                "HTTP_PORT", "0",
                "DYNAMODB_ENDPOINT", proxy.endpoint().toString(),
                // The more transactions, the more faults they meet with.
                "STACK_PARAMETERS", "BatchingWindowSeconds=0"));
        system = LocalSystem.start(config, StackTemplate.load(config.stackParameters()));
        direct = DynamoDbClient.builder()
                .endpointOverride(dynamoDb.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private DynamoDbLocal startDynamoDb(int port) {
        return DynamoDbLocal.start(new DynamoDbLocal.Options(port, folder, true))
                .awaitReady();
    }

    /** From now on the calls of all parts of the system meet with these faults. */
    void meetWith(FaultPlan next) {
        plan = next;
    }

    URI url() {
        return system.url();
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** What stands in the table now, read past the proxy. */
    TableContents table() {
        return TableContents.read(direct, system.tableName());
    }

    /**
     * SIGKILL, in the midst of traffic. For a moment before, no call gets through: DynamoDB Local acknowledges a transaction
     * some milliseconds before it would survive its own end, and DynamoDB, which it stands for, never loses what it has
     * acknowledged. When its data are safe it does not tell, so there is nothing to await.
     */
    void killDynamoDb() throws Exception {
        FaultPlan before = plan;
        plan = call -> Optional.of(Fault.RESET_BEFORE_FORWARDING);
        TimeUnit.MILLISECONDS.sleep(SAFE_MILLIS);
        ProcessHandle process = ProcessHandle.of(dynamoDb.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        plan = before;
    }

    /** On the same port, over the same folder. */
    void startDynamoDbAgain() {
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
        CREDENTIALS.forEach(System::clearProperty);
    }
}
