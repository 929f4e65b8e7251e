package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.Tables;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.util.List;

/** A process with a function that gets batches of 10,000 records; its answer is the most bytes that its heap held. */
public final class LargeBatch {

    private static final int SIZE = 10_000;
    private static final int TIMES = 5;

    private LargeBatch() {}

    public static void main(String[] args) {
        Function function = new Function(new ViewAggregator(Tables.client(URI.create(args[0])), Tables.NAME));
        Deliveries deliveries =
                new Deliveries(List.of(Batch.of(Traffic.MANY_USERS_AND_VIDEOS.batch(0, SIZE))), function::invoke);
        Commands.serve("ready", command -> {
            System.gc();
            heap().forEach(MemoryPoolMXBean::resetPeakUsage);
            deliveries.seconds(TIMES);
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
