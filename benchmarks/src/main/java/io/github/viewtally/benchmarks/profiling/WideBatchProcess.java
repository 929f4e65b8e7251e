package io.github.viewtally.benchmarks.profiling;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.aggregation.Deliveries;
import io.github.viewtally.benchmarks.aggregation.HandlerInvoker;
import io.github.viewtally.benchmarks.aggregation.RecordBatch;
import io.github.viewtally.benchmarks.aggregation.SampleTraffic;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.Tables;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A process that counts wide batches for as many milliseconds as a command says, and returns the events per second. */
public final class WideBatchProcess {

    static final SampleTraffic TRAFFIC = SampleTraffic.MANY_USERS_AND_VIDEOS;

    private static final int BATCHES = 10;
    private static final int SIZE = 1_000;

    private WideBatchProcess() {}

    public static void main(String[] args) {
        HandlerInvoker function =
                new HandlerInvoker(new ViewAggregator(Tables.client(URI.create(args[0])), Tables.NAME));
        List<RecordBatch> batches = IntStream.range(0, BATCHES)
                .mapToObj(number -> RecordBatch.of(TRAFFIC.batch(number, SIZE)))
                .toList();
        Deliveries deliveries = new Deliveries(batches, function::invoke, 1);
        Commands.serve(
                "ready", command -> Double.toString(deliveries.round(Duration.ofMillis(Long.parseLong(command)))));
    }
}
