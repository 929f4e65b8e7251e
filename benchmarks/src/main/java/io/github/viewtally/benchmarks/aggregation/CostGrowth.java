package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.Variant;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * How the seconds that counting takes grow with the events, when users and videos stay the same: once where the events fill
 * ten batches instead of one, once where they fill a batch that was a tenth full.
 */
public final class CostGrowth implements Measure {

    private static final Traffic TRAFFIC = Traffic.A_FEW_DOZEN;
    private static final int SIZE = 1_000;
    private static final int TIMES = 10;
    private static final Goal GOAL = Goal.atMost(10, 8);

    @Override
    public String id() {
        return "cost-growth";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient client = Tables.client(database.endpoint())) {
            Function function = new Function(new ViewAggregator(client, Tables.NAME));
            Deliveries full = new Deliveries(batches(SIZE, "full"), function::invoke);
            Deliveries tenth = new Deliveries(batches(SIZE / TIMES, "tenth"), function::invoke);
            return List.of(
                    SideBySide.measure(pace, secondsOf(full, TIMES), secondsOf(full, 1))
                            .outcome(title("ten full batches ÷ one"), "s", GOAL, ""),
                    SideBySide.measure(pace, secondsOf(full, 1), secondsOf(tenth, 1))
                            .outcome(title("a batch of 1,000 ÷ one of 100"), "s", GOAL, ""));
        }
    }

    private static String title(String how) {
        return "seconds for 10× the events, the same " + TRAFFIC.words() + ", over DynamoDB Local: " + how;
    }

    private static List<Batch> batches(int size, String shard) {
        return IntStream.range(0, TIMES)
                .mapToObj(number -> Batch.of(TRAFFIC.batch(number, size), shard))
                .toList();
    }

    /** The mean seconds of so many batches, over the length of a round. */
    private static Variant secondsOf(Deliveries deliveries, int batches) {
        return length -> {
            double seconds = 0;
            int times = 0;
            do {
                seconds += deliveries.seconds(batches);
                times++;
            } while (seconds < length.toMillis() / 1e3);
            return seconds / times;
        };
    }
}
