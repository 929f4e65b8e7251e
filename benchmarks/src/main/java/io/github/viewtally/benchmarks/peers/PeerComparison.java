package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.aggregation.Deliveries;
import io.github.viewtally.benchmarks.aggregation.RecordBatch;
import io.github.viewtally.benchmarks.aggregation.SampleTraffic;
import io.github.viewtally.benchmarks.aggregation.WriteUnits;
import io.github.viewtally.benchmarks.peers.Peer.PeerFunction;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.model.View;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import io.github.viewtally.testsupport.throughput.ThroughputProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Measures the write units, the speed and the errors of each {@link Peer} over one DynamoDB Local. */
public final class PeerComparison {

    /**
     * What was measured of a way of counting.
     *
     * @param units the write units per event of each traffic
     * @param rates the events per second of each traffic
     * @param wrongCounters the wrong counters of each way of delivery
     * @param counters the number of counters of each of them
     */
    public record PeerResult(
            String title, List<Double> units, List<Double> rates, List<Integer> wrongCounters, int counters) {}

    /** Traffic in which many views of a batch have the same user and video, and traffic in which none have. */
    static final List<SampleTraffic> TRAFFIC = List.of(SampleTraffic.SOME_USERS, SampleTraffic.MANY_USERS_AND_VIDEOS);

    private static final int HISTORY = 600;
    private static final int BATCH = 1_000;

    /** A way that counts record by record needs the same units for each of them. */
    private static final int MEASURED_VIEWS = 100;

    /** The events per second of a way are measured in shorter rounds, because there are many of them. */
    private static final int SHORTER = 10;

    private static final ThroughputLimits NO_LIMITS =
            ThroughputLimits.aws().scaledBy(1e9).withTransactionHold(Duration.ZERO);

    private final DynamoDbLocal database;
    private final DynamoDbClient client;
    private final List<Peer> peers =
            Stream.of(Peer.values()).filter(peer -> peer.missing().isEmpty()).toList();

    private final int batch;

    /** No two records of the run have the same number. */
    private long nextNumber = 1;

    private PeerComparison(DynamoDbLocal database, DynamoDbClient client, int batch) {
        this.database = database;
        this.client = client;
        this.batch = batch;
    }

    /** Measures all peers that can run on this machine. */
    public static List<PeerResult> run(RunSettings settings) throws Exception {
        return run(settings, BATCH, HISTORY);
    }

    /**
     * Measures all peers that can run on this machine.
     *
     * @param batch the maximum number of views in a batch
     * @param historySize the number of records by which errors are measured
     */
    static List<PeerResult> run(RunSettings settings, int batch, int historySize) throws Exception {
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient client = Tables.client(database.endpoint())) {
            createIdTables(client);
            return new PeerComparison(database, client, batch).measure(settings, historySize);
        }
    }

    static void createIdTables(DynamoDbClient client) {
        EventIdTable.create(client, IdempotentAggregator.ID_TABLE);
        EventIdTable.create(client, MarkerAggregator.ID_TABLE);
    }

    private List<PeerResult> measure(RunSettings settings, int historySize) throws Exception {
        List<Map<Peer, Double>> units = new ArrayList<>();
        List<Map<Peer, Double>> rates = new ArrayList<>();
        for (SampleTraffic traffic : TRAFFIC) {
            WriteUnits.putSummaries(client, List.of(traffic.batch(0, batch)));
            units.add(units(traffic));
            rates.add(rates(traffic, settings));
        }
        List<PeerResult> results = new ArrayList<>();
        for (Peer peer : peers) {
            List<Integer> wrong = new ArrayList<>();
            int counters = 0;
            for (DriftScenario scenario : DriftScenario.values()) {
                DriftHistory history = scenario.history(peer.name(), historySize);
                try (PeerFunction function = peer.start(database.endpoint())) {
                    scenario.deliver(history, peer, function, numbers());
                }
                wrong.add(history.wrongCounters(client));
                counters = history.counters();
            }
            results.add(new PeerResult(peer.title(), of(peer, units), of(peer, rates), wrong, counters));
        }
        return results;
    }

    private static List<Double> of(Peer peer, List<Map<Peer, Double>> values) {
        return values.stream().map(each -> each.get(peer)).toList();
    }

    private long numbers() {
        nextNumber += 100_000_000;
        return nextNumber;
    }

    /** Measures through a proxy that counts capacity units. The first delivery creates the items that later ones change. */
    private Map<Peer, Double> units(SampleTraffic traffic) throws Exception {
        Map<Peer, Double> units = new EnumMap<>(Peer.class);
        for (Peer peer : peers) {
            try (ThroughputProxy proxy = ThroughputProxy.start(database.endpoint(), NO_LIMITS);
                    PeerFunction function = peer.start(proxy.endpoint())) {
                int batches = Math.max(1, MEASURED_VIEWS / size(peer));
                Deliveries deliveries =
                        new Deliveries(batches(peer, traffic).subList(0, batches), function::invoke, numbers());
                deliveries.seconds(batches);
                double before = writeUnits(proxy);
                deliveries.seconds(batches);
                units.put(peer, (writeUnits(proxy) - before) / (batches * size(peer)));
            }
        }
        return units;
    }

    private static double writeUnits(ThroughputProxy proxy) {
        if (proxy.counters().unmodelled() > 0) {
            throw new IllegalStateException("the proxy does not know the units of some calls");
        }
        return proxy.counters().resources().values().stream()
                .mapToDouble(usage -> usage.total().writeUnits())
                .sum();
    }

    private Map<Peer, Double> rates(SampleTraffic traffic, RunSettings settings) throws Exception {
        URI endpoint = database.endpoint();
        Map<Peer, PeerFunction> functions = new EnumMap<>(Peer.class);
        try {
            Map<Peer, Deliveries> deliveries = new EnumMap<>(Peer.class);
            for (Peer peer : peers) {
                functions.put(peer, peer.start(endpoint));
                deliveries.put(peer, new Deliveries(batches(peer, traffic), functions.get(peer)::invoke, numbers()));
                deliveries.get(peer).round(settings.warmUp().dividedBy(SHORTER));
            }
            Map<Peer, List<Double>> rounds = new EnumMap<>(Peer.class);
            for (int i = 0; i < settings.rounds() * peers.size(); i++) {
                // Each round begins with another peer.
                Peer peer = peers.get((i + i / peers.size()) % peers.size());
                rounds.computeIfAbsent(peer, key -> new ArrayList<>())
                        .add(deliveries.get(peer).round(settings.round().dividedBy(SHORTER)));
            }
            Map<Peer, Double> rates = new EnumMap<>(Peer.class);
            rounds.forEach((peer, measured) -> rates.put(peer, Numbers.median(measured)));
            return rates;
        } finally {
            functions.values().forEach(PeerFunction::close);
        }
    }

    private int size(Peer peer) {
        return Math.min(peer.batchSize(), batch);
    }

    private List<RecordBatch> batches(Peer peer, SampleTraffic traffic) {
        List<View> views = traffic.batch(0, batch);
        int size = size(peer);
        return IntStream.range(0, batch / size)
                .mapToObj(i -> RecordBatch.of(views.subList(i * size, (i + 1) * size)))
                .toList();
    }
}
