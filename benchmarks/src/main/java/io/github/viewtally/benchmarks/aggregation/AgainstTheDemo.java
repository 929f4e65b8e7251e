package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Events per second over DynamoDB Local, in batches of 1,000, to those of the demo's way with the same events. */
public final class AgainstTheDemo implements Measure {

    private static final int BATCHES = 10;
    private static final int SIZE = 1_000;

    private final String id;
    private final Traffic traffic;
    private final Goal goal;

    private AgainstTheDemo(String id, Traffic traffic, Goal goal) {
        this.id = id;
        this.traffic = traffic;
        this.goal = goal;
    }

    public static List<Measure> all() {
        return List.of(
                new AgainstTheDemo("aggregator-few", Traffic.FEW, Goal.atLeast(100, 300)),
                new AgainstTheDemo("aggregator-users", Traffic.MANY_USERS, Goal.atLeast(3, 4)),
                new AgainstTheDemo("aggregator-users-videos", Traffic.MANY_USERS_AND_VIDEOS, Goal.atLeast(1.6, 2.3)));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient client = Tables.client(database.endpoint())) {
            Function ours = new Function(new ViewAggregator(client, Tables.NAME));
            Function demo = new Function(new DemoAggregator(client, Tables.NAME));
            SideBySide rounds = SideBySide.measure(
                    pace,
                    new Deliveries(batches(), ours::invoke),
                    new Deliveries(
                            IntStream.range(0, BATCHES)
                                    .boxed()
                                    .flatMap(number -> Batch.single(traffic.batch(number, SIZE)).stream())
                                    .toList(),
                            demo::invoke));
            return List.of(rounds.outcome(
                    "aggregator over DynamoDB Local, batches of 1,000, " + traffic.words() + " ÷ the demo's way",
                    "events/s",
                    goal,
                    ""));
        }
    }

    private List<Batch> batches() {
        return IntStream.range(0, BATCHES)
                .mapToObj(number -> Batch.of(traffic.batch(number, SIZE)))
                .toList();
    }
}
