package io.github.viewtally.benchmarks.http;

import io.github.viewtally.api.ApiMain;
import io.github.viewtally.benchmarks.AlternatingRounds;
import io.github.viewtally.benchmarks.AlternatingRounds.Variant;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.ServerProcess;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Compares the API with a minimal server or client that does the same. */
public final class ApiBenchmark implements Benchmark {

    private static final int CONNECTIONS = 64;

    /** Each body has 100 events, so 800 events are in flight. */
    private static final int BATCH_CONNECTIONS = 8;

    /** The garbage collector of the API's Dockerfile. */
    private static final List<String> CONTAINER_OPTIONS = List.of("-XX:+UseParallelGC");

    private enum Database {
        NULL_DYNAMODB,
        DYNAMODB_LOCAL
    }

    private final String id;
    private final String title;
    private final String unit;
    private final Goal goal;
    private final Database database;
    private final String ours;
    private final String baseline;

    private ApiBenchmark(
            String id, String title, String unit, Goal goal, Database database, String ours, String baseline) {
        this.id = id;
        this.title = title;
        this.unit = unit;
        this.goal = goal;
        this.database = database;
        this.ours = ours;
        this.baseline = baseline;
    }

    /** Returns the measurements of the write path and of polling. */
    public static List<Benchmark> all() {
        return List.of(
                new ApiBenchmark(
                        "views-null",
                        "`POST /views` over the null DynamoDB ÷ plain Vert.x route that parses and answers the same JSON",
                        "requests/s",
                        Goal.atLeast(0.45, 0.65),
                        Database.NULL_DYNAMODB,
                        "VIEW " + CONNECTIONS,
                        "plain VIEW " + CONNECTIONS),
                new ApiBenchmark(
                        "views-local",
                        "`POST /views` over DynamoDB Local, 64 connections ÷ raw SDK `PutItem` loop, 64 in flight",
                        "events/s",
                        Goal.atLeast(1.5, 2.3),
                        Database.DYNAMODB_LOCAL,
                        "VIEW " + CONNECTIONS,
                        "put " + CONNECTIONS),
                new ApiBenchmark(
                        "events-local",
                        "`POST /events` (batches of 100) over DynamoDB Local, 8 connections ÷ raw SDK `BatchWriteItem` loop,"
                                + " 8 in flight",
                        "events/s",
                        Goal.atLeast(0.9, 0.98),
                        Database.DYNAMODB_LOCAL,
                        "EVENTS " + BATCH_CONNECTIONS,
                        "batch " + BATCH_CONNECTIONS),
                new ApiBenchmark(
                        "idle-latency",
                        "idle latency (median) of one `POST /views` ÷ one raw `PutItem`, DynamoDB Local",
                        "µs",
                        Goal.atMost(1.5, 1.2),
                        Database.DYNAMODB_LOCAL,
                        "VIEW 1",
                        "put 1"),
                new ApiBenchmark(
                        "summary-304",
                        "GET of a polled summary, answered 304 ÷ plain Vert.x route with a fixed answer",
                        "requests/s",
                        Goal.atLeast(0.6, 0.8),
                        Database.NULL_DYNAMODB,
                        "SUMMARY " + CONNECTIONS,
                        "plain FIXED " + CONNECTIONS));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        if (database == Database.NULL_DYNAMODB) {
            try (ChildJvm dynamoDb = ChildJvm.start(NullDynamoDb.class)) {
                return run(settings, Tables.endpoint(dynamoDb));
            }
        }
        try (DynamoDbLocal dynamoDb = Tables.local()) {
            return run(settings, dynamoDb.endpoint());
        }
    }

    private List<BenchmarkResult> run(RunSettings settings, URI endpoint) throws Exception {
        try (ServerProcess api = ServerProcess.start(
                        ApiMain.class, CONTAINER_OPTIONS, Map.of("DYNAMODB_ENDPOINT", endpoint.toString()));
                ChildJvm load = ChildJvm.start(HttpLoad.class);
                ChildJvm other = baseline.startsWith("plain")
                        ? ChildJvm.start(PlainVertxServer.class)
                        : ChildJvm.start(RawSdkWriter.class, endpoint.toString())) {
            return List.of(AlternatingRounds.measure(settings, http(load, ours, api.port()), baseline(load, other))
                    .result(title, unit, goal, ""));
        }
    }

    private Variant baseline(ChildJvm load, ChildJvm other) {
        return baseline.startsWith("plain ")
                ? http(load, baseline.substring("plain ".length()), other.port())
                : length -> figure(other.execute(baseline + " " + length.toMillis()));
    }

    private Variant http(ChildJvm load, String requests, int port) {
        String[] words = requests.split(" ");
        return length -> figure(load.execute(words[0] + " " + port + " " + words[1] + " " + length.toMillis()));
    }

    private double figure(String response) {
        String[] words = response.split(" ");
        return Double.parseDouble(unit.equals("µs") ? words[1] : words[0]);
    }
}
