package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
import java.util.List;
import java.util.Map;

/** The heap that the largest batch which Lambda may be asked for needs, in a process that has no more than 256 MiB. */
public final class Memory implements Measure {

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class);
                ChildJvm function = ChildJvm.start(
                        LargeBatch.class,
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        Map.of(),
                        Tables.endpoint(database).toString())) {
            double mebibytes = Double.parseDouble(function.ask("deliver")) / (1 << 20);
            return List.of(Outcome.ofFigure(
                    "heap at its fullest, a batch of 10,000 records, " + Traffic.MANY_USERS_AND_VIDEOS.words()
                            + ", -Xmx256m",
                    "MiB",
                    mebibytes,
                    Goal.atMost(256, 256),
                    "what was live after a collection, and garbage, up to what made it collect"));
        }
    }
}
