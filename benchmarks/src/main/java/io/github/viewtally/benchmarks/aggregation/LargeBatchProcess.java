package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.Tables;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.util.List;

/** A process that runs a function with batches of 10,000 records and returns the peak heap usage in bytes. */
public final class LargeBatchProcess {

    private static final int SIZE = 10_000;
    private static final int DELIVERIES = 5;

    private LargeBatchProcess() {}

    public static void main(String[] args) {
        HandlerInvoker function =
                new HandlerInvoker(new ViewAggregator(Tables.client(URI.create(args[0])), Tables.NAME));
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
