package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.Variant;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What our own code costs: a batch read, folded, packed and sent to a null DynamoDB, to the same batch merely read. */
public final class OwnCode implements Measure {

    @Override
    public String id() {
        return "aggregator-own-code";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        List<Batch> batches = IntStream.range(0, 10)
                .mapToObj(number -> Batch.of(Traffic.FEW.batch(number, 1_000)))
                .toList();
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class);
                DynamoDbClient client = Tables.client(Tables.endpoint(database))) {
            Function ours = new Function(new ViewAggregator(client, Tables.NAME));
            SideBySide rounds = SideBySide.measure(
                    pace,
                    onOneCore(new Deliveries(batches, ours::invoke)),
                    onOneCore(new Deliveries(batches, OwnCode::readOnly)));
            return List.of(
                    rounds.outcome(
                            "our own code: aggregator over the null DynamoDB, batches of 1,000, " + Traffic.FEW.words()
                                    + " ÷ bare deserialization of the batches",
                            "events per CPU second",
                            Goal.atLeast(0.5, 0.8),
                            "JSON in, folded, packed, sent, answered; of both, the processor time of the one thread that does it"));
        }
    }

    /** Events by the processor time of this thread: what it waits, for DynamoDB or for a processor, is not its cost. */
    private static Variant onOneCore(Deliveries deliveries) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return length -> {
            long cpu = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            double events = deliveries.round(length) * (System.nanoTime() - start) / 1e9;
            return events * 1e9 / (threads.getCurrentThreadCpuTime() - cpu);
        };
    }

    private static void readOnly(byte[] json) {
        if (Function.read(json).getRecords().size() != 1_000) {
            throw new IllegalStateException("not all records were read");
        }
    }
}
