package io.github.viewtally.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.aggregation.RecordCounts;
import io.github.viewtally.benchmarks.peers.Peer.PeerFunction;
import io.github.viewtally.benchmarks.peers.PeerComparison.PeerResult;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Checks that each peer has the errors that its pattern has, and no others. */
class DriftIT {

    private static final RunSettings SHORTEST = new RunSettings(Duration.ofMillis(10), 1, Duration.ofMillis(10), 1);
    private static final int RECORDS = 120;

    private static DynamoDbLocal database;
    private static DynamoDbClient client;
    private static long numbers;

    @BeforeAll
    static void start() {
        database = Tables.local();
        client = Tables.client(database.endpoint());
        PeerComparison.createIdTables(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void viewtallyAndTheTransactionWithAMarkerAreExact(DriftScenario scenario) throws Exception {
        assertThat(wrongCounters(Peer.VIEWTALLY, scenario)).isZero();
        assertThat(wrongCounters(Peer.MARKER, scenario)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theDemoIsWrongAfterRepeatsKillsAndChanges(DriftScenario scenario) throws Exception {
        assertThat(wrongCounters(Peer.DEMO, scenario)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void theDemosHandlersInPythonAreAsWrongAsItsWayInJava(DriftScenario scenario) throws Exception {
        assumeTrue(
                Peer.DEMO_PYTHON.missing().isEmpty(),
                () -> "skipped: " + Peer.DEMO_PYTHON.missing().orElseThrow());
        assertThat(wrongCounters(Peer.DEMO_PYTHON, scenario)).isEqualTo(wrongCounters(Peer.DEMO, scenario));
    }

    @Test
    void anIdempotencyItemIsWrongOnlyAfterKills() throws Exception {
        assertThat(wrongCounters(Peer.IDEMPOTENCY_ITEM, DriftScenario.REPEATED)).isZero();
        assertThat(wrongCounters(Peer.IDEMPOTENCY_ITEM, DriftScenario.CHANGED)).isZero();
        assertThat(wrongCounters(Peer.IDEMPOTENCY_ITEM, DriftScenario.KILLED)).isPositive();
    }

    @Test
    void aTransactionWithAMarkerThatIgnoresOldImagesIsWrongAfterChanges() throws Exception {
        try (PeerFunction function = new JavaFunction(
                database.endpoint(),
                (dynamoDb, clock) -> new MarkerAggregator(dynamoDb, Tables.NAME, RecordCounts::ofNewEvent))) {
            assertThat(wrongCounters(Peer.MARKER, function, DriftScenario.REPEATED))
                    .isZero();
            assertThat(wrongCounters(Peer.MARKER, function, DriftScenario.CHANGED))
                    .isPositive();
        }
    }

    @Test
    void reportsALineForEachPeer() throws Exception {
        List<PeerResult> results = PeerComparison.run(SHORTEST, 200, 40);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.rates()).hasSize(2).allSatisfy(rate -> assertThat(rate)
                    .isPositive());
            assertThat(result.wrongCounters()).hasSize(DriftScenario.values().length);
        });
        assertThat(results).extracting(PeerResult::title).contains("Viewtally", "the demo's way, in Java");
        assertThat(results.get(1).units()).containsExactly(5.0, 5.0);
        assertThat(results.get(0).units().get(0)).isBetween(0.85, 1.0);
        String[] lines = PeerReport.markdown(results).split("\n");
        assertThat(lines).filteredOn(line -> line.startsWith("|")).hasSize(2 + results.size());
        assertThat(lines)
                .filteredOn(line -> line.startsWith("| Viewtally | 0."))
                .hasSize(1);
    }

    private static int wrongCounters(Peer peer, DriftScenario scenario) throws Exception {
        try (PeerFunction function = peer.start(database.endpoint())) {
            return wrongCounters(peer, function, scenario);
        }
    }

    private static int wrongCounters(Peer peer, PeerFunction function, DriftScenario scenario) throws Exception {
        numbers += 1_000_000;
        DriftHistory history = scenario.history(peer.name() + numbers, RECORDS);
        scenario.deliver(history, peer, function, numbers);
        return history.wrongCounters(client);
    }
}
