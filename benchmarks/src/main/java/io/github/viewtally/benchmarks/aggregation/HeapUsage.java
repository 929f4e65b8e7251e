package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Measures the heap for the largest batch that Lambda supports, in a process with 256 MiB. */
public final class HeapUsage implements Benchmark {

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class);
                ChildJvm function = ChildJvm.start(
                        LargeBatchProcess.class,
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        Map.of(),
                        Tables.endpoint(database).toString())) {
            double mebibytes = Double.parseDouble(function.execute("deliver")) / (1 << 20);
            return List.of(BenchmarkResult.ofFigure(
                    "peak heap usage, a batch of 10,000 records, " + SampleTraffic.MANY_USERS_AND_VIDEOS.description()
                            + ", -Xmx256m",
                    "MiB",
                    mebibytes,
                    Goal.atMost(256, 256),
                    "live objects plus garbage that was not yet collected"));
        }
    }

    /** A process that runs a function with batches of 10,000 records and returns the peak heap usage in bytes. */
    public static final class LargeBatchProcess {

        private static final int SIZE = 10_000;
        private static final int DELIVERIES = 5;

        private LargeBatchProcess() {}

        public static void main(String[] args) {
            HandlerInvoker function = HandlerInvoker.ofViews(Tables.client(URI.create(args[0])));
            Deliveries deliveries = new Deliveries(
                    List.of(RecordBatch.of(SampleTraffic.MANY_USERS_AND_VIDEOS.batch(0, SIZE))), function::invoke);
            Commands.serve("ready", command -> {
                System.gc();
                heap().forEach(MemoryPoolMXBean::resetPeakUsage);
                deliveries.seconds(DELIVERIES);
                return Long.toString(heap().stream()
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum());
            });
        }

        private static List<MemoryPoolMXBean> heap() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();
        }
    }
}
