package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.Pace;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
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
    public List<Outcome> run(Pace pace) throws Exception {
        List<Batch> batches = IntStream.range(0, 10)
                .mapToObj(number -> Batch.of(Traffic.FEW.batch(number, 1_000)))
                .toList();
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class);
                DynamoDbClient client = Tables.client(Tables.endpoint(database))) {
            Function ours = new Function(new ViewAggregator(client, Tables.NAME));
            SideBySide rounds = SideBySide.measure(
                    pace, new Deliveries(batches, ours::invoke), new Deliveries(batches, OwnCode::readOnly));
            return List.of(rounds.outcome(
                    "aggregator over the null DynamoDB, batches of 1,000, " + Traffic.FEW.words()
                            + ", one thread ÷ bare deserialization of the batches",
                    "events/s",
                    Goal.atLeast(0.5, 0.8),
                    "JSON in, folded, packed, sent, answered; the null DynamoDB has the other core"));
        }
    }

    private static void readOnly(byte[] json) {
        if (Function.read(json).getRecords().size() != 1_000) {
            throw new IllegalStateException("not all records were read");
        }
    }
}
