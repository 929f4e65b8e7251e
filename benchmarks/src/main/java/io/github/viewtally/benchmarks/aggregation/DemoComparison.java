package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.AlternatingRounds;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Compares events per second over DynamoDB Local, in batches of 1,000, with the demo's way for the same events. Our way also
 * counts unique viewers; all of them exist before the measurement.
 */
public final class DemoComparison implements Benchmark {

    private static final int BATCHES = 10;
    private static final int SIZE = 1_000;

    private final String id;
    private final SampleTraffic traffic;
    private final Goal goal;

    private DemoComparison(String id, SampleTraffic traffic, Goal goal) {
        this.id = id;
        this.traffic = traffic;
        this.goal = goal;
    }

    public static List<Benchmark> all() {
        return List.of(
                new DemoComparison("aggregator-few", SampleTraffic.FEW, Goal.atLeast(100, 300)),
                new DemoComparison("aggregator-users", SampleTraffic.MANY_USERS, Goal.atLeast(3, 4)),
                new DemoComparison(
                        "aggregator-users-videos", SampleTraffic.MANY_USERS_AND_VIDEOS, Goal.atLeast(1.6, 2.3)));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient client = Tables.client(database.endpoint())) {
            HandlerInvoker ours = HandlerInvoker.ofViews(client);
            HandlerInvoker demo = new HandlerInvoker(new DemoAggregator(client, Tables.NAME));
            AlternatingRounds rounds = AlternatingRounds.measure(
                    settings,
                    new Deliveries(batches(), ours::invoke).deliverAll(),
                    new Deliveries(
                            IntStream.range(0, BATCHES)
                                    .boxed()
                                    .flatMap(number -> RecordBatch.single(traffic.batch(number, SIZE)).stream())
                                    .toList(),
                            demo::invoke));
            return List.of(rounds.result(
                    "aggregator over DynamoDB Local, batches of 1,000, " + traffic.description() + " ÷ the demo's way",
                    "events/s",
                    goal,
                    ""));
        }
    }

    private List<RecordBatch> batches() {
        return IntStream.range(0, BATCHES)
                .mapToObj(number -> RecordBatch.of(traffic.batch(number, SIZE)))
                .toList();
    }
}
