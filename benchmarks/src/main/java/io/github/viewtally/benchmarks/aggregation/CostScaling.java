package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.AlternatingRounds;
import io.github.viewtally.benchmarks.AlternatingRounds.Variant;
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
 * Measures how the time for counting grows with the number of events of the same users and videos: ten full batches instead
 * of one, and one full batch instead of one with a tenth of the events.
 */
public final class CostScaling implements Benchmark {

    private static final SampleTraffic TRAFFIC = SampleTraffic.A_FEW_DOZEN;
    private static final int SIZE = 1_000;
    private static final int FACTOR = 10;
    private static final Goal GOAL = Goal.atMost(10, 8);

    @Override
    public String id() {
        return "cost-growth";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient client = Tables.client(database.endpoint())) {
            HandlerInvoker function = HandlerInvoker.ofViews(client);
            Deliveries full = new Deliveries(batches(SIZE, "full"), function::invoke);
            Deliveries tenth = new Deliveries(batches(SIZE / FACTOR, "tenth"), function::invoke);
            return List.of(
                    AlternatingRounds.measure(settings, secondsOf(full, FACTOR), secondsOf(full, 1))
                            .result(title("ten full batches ÷ one"), "s", GOAL, ""),
                    AlternatingRounds.measure(settings, secondsOf(full, 1), secondsOf(tenth, 1))
                            .result(title("a batch of 1,000 ÷ one of 100"), "s", GOAL, ""));
        }
    }

    private static String title(String variant) {
        return "seconds for 10× the events, the same " + TRAFFIC.description() + ", over DynamoDB Local: " + variant;
    }

    private static List<RecordBatch> batches(int size, String shard) {
        return IntStream.range(0, FACTOR)
                .mapToObj(number -> RecordBatch.of(TRAFFIC.batch(number, size), shard))
                .toList();
    }

    /** Returns the mean seconds for this many batches. */
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
