package io.github.viewtally.benchmarks.system;

import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.Program;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.LocalMain;
import io.github.viewtally.local.Ports;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Invocations and freshness of the local system at 500 events per second, with a batching window and without. */
public final class LiveSystem implements Measure {

    private static final long PATIENCE_SECONDS = 30;

    /** A system is measured once, for as long as this many rounds. */
    private static final int ROUNDS_TOGETHER = 6;

    private record Found(double invocations, double freshness, String spread) {}

    @Override
    public String id() {
        return "live-system";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        Found window = measure(pace, 1);
        Found noWindow = measure(pace, 0);
        String traffic = SteadyTraffic.PER_SECOND + " events/s";
        String from =
                "from the acknowledgement to the summary in the table; the API's cache may add up to a second; p50 ";
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(Outcome.ofFigure(
                "invocations per 1,000 events at " + traffic + ", batching window 1 s (the demo: 1,000)",
                "invocations",
                window.invocations(),
                Goal.atMost(5, 4),
                "views and votes, so two functions"));
        outcomes.add(Outcome.ofFigure(
                "freshness p99 in `local` at " + traffic + ", batching window 1 s",
                "s",
                window.freshness(),
                Goal.atMost(1.5, 1.2),
                from + window.spread()));
        outcomes.add(Outcome.ofFigure(
                "freshness p99 in `local` at " + traffic + ", batching window 0",
                "s",
                noWindow.freshness(),
                Goal.atMost(0.5, 0.15),
                from + noWindow.spread()));
        return outcomes;
    }

    private static Found measure(RunSettings pace, int windowSeconds) throws Exception {
        int databasePort = Ports.anyFree();
        URI database = URI.create("http://127.0.0.1:" + databasePort);
        Vertx vertx = Vertx.vertx();
        try (Program system = Program.start(
                        LocalMain.class,
                        Map.of(
                                "DYNAMODB_LOCAL_PORT",
                                Integer.toString(databasePort),
                                "STACK_PARAMETERS",
                                "BatchingWindowSeconds=" + windowSeconds));
                DynamoDbClient client = Tables.client(database)) {
            Duration warmUp = pace.warmUp().plusSeconds(1);
            new SteadyTraffic(vertx, system.port(), "warm-up").run(warmUp);
            TimeUnit.MILLISECONDS.sleep(1_000L * windowSeconds + 500);
            SteadyTraffic traffic = new SteadyTraffic(vertx, system.port(), "measured");
            SummaryPoller poller = new SummaryPoller(client, traffic);
            Thread polling = new Thread(poller, "summary-poller");
            polling.start();
            long events = traffic.run(pace.round().multipliedBy(ROUNDS_TOGETHER));
            awaitAll(poller);
            poller.stop();
            polling.join();
            double[] freshness = poller.freshness();
            return new Found(
                    1_000.0 * poller.moves() / (events - traffic.refused()),
                    Numbers.quantile(freshness, 0.99),
                    Numbers.text(Numbers.quantile(freshness, 0.5)) + " s, maximum "
                            + Numbers.text(Numbers.quantile(freshness, 1)) + " s, of " + freshness.length + " probes; "
                            + traffic.refused() + " of " + events + " events refused");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitAll(SummaryPoller poller) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!poller.hasSeenAll()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("some probes were not counted in time");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
