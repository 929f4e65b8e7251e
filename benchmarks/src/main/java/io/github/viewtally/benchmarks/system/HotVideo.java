package io.github.viewtally.benchmarks.system;

import io.github.viewtally.api.ApiMain;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.http.RequestKind;
import io.github.viewtally.benchmarks.process.ServerProcess;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.benchmarks.system.PacedPosts.Outcome;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import io.github.viewtally.testsupport.throughput.ThroughputProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what posts of one hot video cost the posts of other videos. The API writes to DynamoDB Local with the limits of
 * DynamoDB; nothing is counted, so that the measurement shows the API alone. Each of the other posts is a request, at
 * {@code -Dbench.cold} per second. Those of the hot video come in batches, at {@code -Dbench.hot} events per second. {@code
 * -Dbench.limits} scales the limits, see {@link ThroughputLimits#parse}. The API's limit for spreading a video is scaled
 * with them.
 */
public final class HotVideo implements Benchmark {

    private static final int COLD_PER_SECOND = Integer.getInteger("bench.cold", 500);
    private static final int COLD_VIDEOS = 1_000;
    private static final int USERS = 10_000;
    private static final int BATCH = 50;
    private static final int HOT_PER_SECOND = Integer.getInteger("bench.hot", 5_000);
    private static final String LIMITS = System.getProperty("bench.limits", "aws");

    /** Lengths in rounds: of each phase, and of its start that does not count for the hot video. */
    private static final int ROUNDS = 4;

    private static final int ONSET_ROUNDS = 2;
    private static final long TIMEOUT_SECONDS = 60;

    /** The API's default, HOT_VIDEO_WRITES, is half of what DynamoDB takes. */
    private static final double SPREAD_ABOVE = 0.5;

    private final Random random = new Random(1);

    @Override
    public String id() {
        return "hot-video";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        Vertx vertx = Vertx.vertx();
        ThroughputLimits limits = ThroughputLimits.parse(LIMITS);
        try (DynamoDbLocal database = Tables.local();
                ThroughputProxy limited = ThroughputProxy.start(database.endpoint(), limits);
                ServerProcess system = ServerProcess.start(
                        ApiMain.class,
                        Map.of(
                                "DYNAMODB_ENDPOINT",
                                limited.endpoint().toString(),
                                "HOT_VIDEO_WRITES",
                                Long.toString(Math.round(limits.partitionWrites() * SPREAD_ABOVE))))) {
            Duration phase = settings.round().multipliedBy(ROUNDS);
            PacedPosts warmUp = cold(vertx, system.port());
            await(vertx, settings.warmUp(), () -> warmUp.run(settings.warmUp()));
            PacedPosts unloaded = cold(vertx, system.port());
            List<Outcome> alone = await(vertx, phase, () -> unloaded.run(phase));
            PacedPosts cold = cold(vertx, system.port());
            PacedPosts hot = new PacedPosts(vertx, system.port(), (double) HOT_PER_SECOND / BATCH, this::hotBatch);
            List<List<Outcome>> both = await(vertx, phase, () -> Future.all(cold.run(phase), hot.run(phase))
                    .map(all -> all.<List<Outcome>>list()));
            long onset = settings.round().multipliedBy(ONSET_ROUNDS).toNanos();
            System.out.println(limited.counters().summary());
            return results(alone, both.get(0), both.get(1), onset);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static <T> T await(Vertx vertx, Duration length, Callable<Future<T>> traffic) throws Exception {
        return Future.<T>future(result -> vertx.getOrCreateContext().runOnContext(go -> {
                    try {
                        traffic.call().onComplete(result);
                    } catch (Exception e) {
                        result.fail(e);
                    }
                }))
                .await(length.toSeconds() + TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private PacedPosts cold(Vertx vertx, int port) {
        Supplier<Buffer> requests =
                () -> RequestKind.post("/views", view("", Integer.toString(random.nextInt(COLD_VIDEOS))));
        return new PacedPosts(vertx, port, COLD_PER_SECOND, requests);
    }

    private Buffer hotBatch() {
        return RequestKind.post(
                "/events",
                IntStream.range(0, BATCH)
                        .mapToObj(event -> view("\"type\":\"VIEW\",", "hot"))
                        .collect(Collectors.joining(",", "{\"events\":[", "]}")));
    }

    private String view(String type, String video) {
        return String.format(
                Locale.ROOT,
                "{%s\"userId\":\"%d\",\"videoId\":\"%s\",\"duration\":%d}",
                type,
                random.nextInt(USERS),
                video,
                random.nextInt(600));
    }

    private static List<BenchmarkResult> results(
            List<Outcome> alone, List<Outcome> cold, List<Outcome> hot, long onsetNanos) {
        String beside = " of other videos' posts (" + COLD_PER_SECOND + "/s) beside " + Numbers.text(HOT_PER_SECOND)
                + " posts/s of one video ÷ without them";
        List<Outcome> afterOnset =
                hot.stream().filter(batch -> batch.dueNanos() >= onsetNanos).toList();
        return List.of(
                ratio("p50" + beside, 0.5, alone, cold, Goal.atMost(1.5, 1.2)),
                ratio("p99" + beside, 0.99, alone, cold, Goal.atMost(3, 2)),
                BenchmarkResult.ofFigure(
                        "accepted posts of other videos beside it",
                        "%",
                        accepted(cold, 1),
                        Goal.atLeast(100, 100),
                        Numbers.text(accepted(alone, 1)) + " % without it; limits: " + LIMITS.replace(',', ' ')),
                BenchmarkResult.ofFigure(
                        "accepted posts of the hot video, after its first " + Numbers.text(onsetNanos / 1e9) + " s",
                        "%",
                        accepted(afterOnset, BATCH),
                        Goal.atLeast(95, 99),
                        Numbers.text(accepted(hot, BATCH)) + " % from its start"));
    }

    private static BenchmarkResult ratio(
            String title, double quantile, List<Outcome> alone, List<Outcome> cold, Goal goal) {
        return BenchmarkResult.ofRatio(title, "ms", millis(cold, quantile), millis(alone, quantile), goal, "");
    }

    private static double millis(List<Outcome> outcomes, double quantile) {
        return Numbers.quantile(
                        outcomes.stream().mapToDouble(Outcome::latencyNanos).toArray(), quantile)
                / 1e6;
    }

    private static double accepted(List<Outcome> outcomes, int events) {
        return 100.0 * outcomes.stream().mapToInt(Outcome::accepted).sum() / (outcomes.size() * (double) events);
    }
}
