package io.github.viewtally.benchmarks.system;

import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.ServerProcess;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.LocalMain;
import io.github.viewtally.local.startup.Ports;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Measures invocations and freshness of the local system at 500 events per second, with and without a batching window. */
public final class LiveSystem implements Benchmark {

    private static final long TIMEOUT_SECONDS = 30;

    /** A system is measured once, for the time of this many rounds. */
    private static final int ROUNDS = 6;

    private record LiveResult(double invocations, double freshness, String spread) {}

    @Override
    public String id() {
        return "live-system";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        LiveResult window = measure(settings, 1);
        LiveResult noWindow = measure(settings, 0);
        String traffic = SteadyTraffic.EVENTS_PER_SECOND + " events/s";
        String from =
                "from the acknowledgement to the summary in the table; the API's cache may add up to a second; p50 ";
        List<BenchmarkResult> results = new ArrayList<>();
        results.add(BenchmarkResult.ofFigure(
                "invocations per 1,000 events at " + traffic + ", batching window 1 s (the demo: 1,000)",
                "invocations",
                window.invocations(),
                Goal.atMost(5, 4),
                "two functions, one for views and one for votes"));
        results.add(BenchmarkResult.ofFigure(
                "freshness p99 in `local` at " + traffic + ", batching window 1 s",
                "s",
                window.freshness(),
                Goal.atMost(1.5, 1.2),
                from + window.spread()));
        results.add(BenchmarkResult.ofFigure(
                "freshness p99 in `local` at " + traffic + ", batching window 0",
                "s",
                noWindow.freshness(),
                Goal.atMost(0.5, 0.15),
                from + noWindow.spread()));
        return results;
    }

    private static LiveResult measure(RunSettings settings, int windowSeconds) throws Exception {
        int databasePort = Ports.anyFree();
        URI database = URI.create("http://127.0.0.1:" + databasePort);
        Vertx vertx = Vertx.vertx();
        try (ServerProcess system = ServerProcess.start(
                        LocalMain.class,
                        Map.of(
                                "DYNAMODB_LOCAL_PORT",
                                Integer.toString(databasePort),
                                "STACK_PARAMETERS",
                                "BatchingWindowSeconds=" + windowSeconds));
                DynamoDbClient client = Tables.client(database)) {
            Duration warmUp = settings.warmUp().plusSeconds(1);
            new SteadyTraffic(vertx, system.port(), "warm-up").run(warmUp);
            TimeUnit.MILLISECONDS.sleep(1_000L * windowSeconds + 500);
            SteadyTraffic traffic = new SteadyTraffic(vertx, system.port(), "measured");
            SummaryPoller poller = new SummaryPoller(client, traffic);
            Thread polling = new Thread(poller, "summary-poller");
            polling.start();
            long events = traffic.run(settings.round().multipliedBy(ROUNDS));
            awaitAll(poller);
            poller.stop();
            polling.join();
            double[] freshness = poller.freshness();
            return new LiveResult(
                    1_000.0 * poller.checkpointUpdates() / (events - traffic.failed()),
                    Numbers.quantile(freshness, 0.99),
                    Numbers.text(Numbers.quantile(freshness, 0.5)) + " s, maximum "
                            + Numbers.text(Numbers.quantile(freshness, 1)) + " s, of " + freshness.length + " probes; "
                            + traffic.failed() + " of " + events + " events failed");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitAll(SummaryPoller poller) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!poller.hasFoundAll()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("some probes were not counted in time");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
