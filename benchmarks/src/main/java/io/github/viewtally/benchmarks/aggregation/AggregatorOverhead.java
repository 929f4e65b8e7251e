package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.AlternatingRounds;
import io.github.viewtally.benchmarks.AlternatingRounds.Variant;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Compares a batch that is counted over a null DynamoDB with the deserialization of the same batch. */
public final class AggregatorOverhead implements Benchmark {

    @Override
    public String id() {
        return "aggregator-own-code";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        List<RecordBatch> batches = IntStream.range(0, 10)
                .mapToObj(number -> RecordBatch.of(SampleTraffic.FEW.batch(number, 1_000)))
                .toList();
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class);
                DynamoDbClient client = Tables.client(Tables.endpoint(database))) {
            HandlerInvoker ours = HandlerInvoker.ofViews(client);
            AlternatingRounds rounds = AlternatingRounds.measure(
                    settings,
                    perCpuSecond(new Deliveries(batches, ours::invoke)),
                    perCpuSecond(new Deliveries(batches, AggregatorOverhead::deserialize)));
            return List.of(rounds.result(
                    "our own code: aggregator over the null DynamoDB, batches of 1,000, "
                            + SampleTraffic.FEW.description() + " ÷ bare deserialization of the batches",
                    "events per CPU second",
                    Goal.atLeast(0.5, 0.8),
                    "ours: deserialize, add up, plan, send, respond; both values are CPU time of one thread"));
        }
    }

    /** Returns events per CPU second of this thread, which excludes waiting. */
    private static Variant perCpuSecond(Deliveries deliveries) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return length -> {
            long cpu = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            double events = deliveries.round(length) * (System.nanoTime() - start) / 1e9;
            return events * 1e9 / (threads.getCurrentThreadCpuTime() - cpu);
        };
    }

    private static void deserialize(byte[] json) {
        if (HandlerInvoker.read(json).getRecords().size() != 1_000) {
            throw new IllegalStateException("not all records were read");
        }
    }
}
