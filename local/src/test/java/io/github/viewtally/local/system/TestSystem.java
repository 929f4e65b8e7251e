package io.github.viewtally.local.system;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.testsupport.throughput.ThroughputCounters;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A local system for tests, on a free port. Its table is in a separate database. */
public final class TestSystem implements AutoCloseable {

    private final TestTable table = new TestTable();
    private final LocalSystem system;

    /**
     * Starts a system.
     *
     * @param settings environment variables besides those of the port and the database
     * @param parameters the parameters of the template that differ from their defaults
     */
    public TestSystem(Map<String, String> settings, Map<String, String> parameters) {
        Map<String, String> env = new HashMap<>(settings);
        env.putAll(table.systemSettings());
        system = start(env, parameters);
    }

    /** Starts a system with its own DynamoDB Local process, as users do. All credentials and regions share its data. */
    public static LocalSystem withItsOwnProcess(Map<String, String> settings, Map<String, String> parameters) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("DYNAMODB_LOCAL_PORT", "0");
        return start(env, parameters);
    }

    private static LocalSystem start(Map<String, String> env, Map<String, String> parameters) {
        env.put("HTTP_PORT", "0");
        return LocalSystem.start(LocalConfig.fromEnv(env), StackTemplate.load(parameters));
    }

    public URI url() {
        return system.url();
    }

    /** A client of the table that is closed with this system. */
    public DynamoDbClient client() {
        return table.client();
    }

    public TestTable table() {
        return table;
    }

    public Optional<ThroughputCounters> throughput() {
        return system.throughput();
    }

    public void startAudits() {
        system.startAudits();
    }

    @Override
    public void close() {
        system.close();
        table.close();
    }
}
