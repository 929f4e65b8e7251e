package io.github.viewtally.benchmarks.http;

import io.github.viewtally.api.ApiMain;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.Variant;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Program;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The API, as it is started to serve, against the least that could do the same. */
public final class ApiMeasure implements Measure {

    private static final int CONNECTIONS = 64;

    /** Bodies of 100 events each: 800 events are under way at a time. */
    private static final int BATCH_CONNECTIONS = 8;

    /** The collector of its Dockerfile. */
    private static final List<String> AS_IN_CONTAINER = List.of("-XX:+UseParallelGC");

    private enum Over {
        NULL_DYNAMODB,
        DYNAMODB_LOCAL
    }

    private final String id;
    private final String title;
    private final String unit;
    private final Goal goal;
    private final Over over;
    private final String ours;
    private final String baseline;

    private ApiMeasure(String id, String title, String unit, Goal goal, Over over, String ours, String baseline) {
        this.id = id;
        this.title = title;
        this.unit = unit;
        this.goal = goal;
        this.over = over;
        this.ours = ours;
        this.baseline = baseline;
    }

    /** Those of the write path, and polling. */
    public static List<Measure> all() {
        return List.of(
                new ApiMeasure(
                        "views-null",
                        "`POST /views` over the null DynamoDB ÷ plain Vert.x route that parses and answers the same JSON",
                        "requests/s",
                        Goal.atLeast(0.45, 0.65),
                        Over.NULL_DYNAMODB,
                        "VIEW " + CONNECTIONS,
                        "plain VIEW " + CONNECTIONS),
                new ApiMeasure(
                        "views-local",
                        "`POST /views` over DynamoDB Local, 64 connections ÷ raw SDK `PutItem` loop, 64 in flight",
                        "events/s",
                        Goal.atLeast(1.5, 2.3),
                        Over.DYNAMODB_LOCAL,
                        "VIEW " + CONNECTIONS,
                        "put " + CONNECTIONS),
                new ApiMeasure(
                        "events-local",
                        "`POST /events` (batches of 100) over DynamoDB Local, 8 connections ÷ raw SDK `BatchWriteItem` loop,"
                                + " 8 in flight",
                        "events/s",
                        Goal.atLeast(0.9, 0.98),
                        Over.DYNAMODB_LOCAL,
                        "EVENTS " + BATCH_CONNECTIONS,
                        "batch " + BATCH_CONNECTIONS),
                new ApiMeasure(
                        "idle-latency",
                        "idle latency (median) of one `POST /views` ÷ one raw `PutItem`, DynamoDB Local",
                        "µs",
                        Goal.atMost(1.5, 1.2),
                        Over.DYNAMODB_LOCAL,
                        "VIEW 1",
                        "put 1"),
                new ApiMeasure(
                        "summary-304",
                        "GET of a polled summary, answered 304 ÷ plain Vert.x route with a fixed answer",
                        "requests/s",
                        Goal.atLeast(0.6, 0.8),
                        Over.NULL_DYNAMODB,
                        "SUMMARY " + CONNECTIONS,
                        "plain FIXED " + CONNECTIONS));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        if (over == Over.NULL_DYNAMODB) {
            try (ChildJvm database = ChildJvm.start(NullDynamoDb.class)) {
                return run(pace, Tables.endpoint(database));
            }
        }
        try (DynamoDbLocal database = Tables.local()) {
            return run(pace, database.endpoint());
        }
    }

    private List<Outcome> run(RunSettings pace, URI database) throws Exception {
        try (Program api = Program.start(
                        ApiMain.class, AS_IN_CONTAINER, Map.of("DYNAMODB_ENDPOINT", database.toString()));
                ChildJvm load = ChildJvm.start(HttpLoad.class);
                ChildJvm other = baseline.startsWith("plain")
                        ? ChildJvm.start(PlainRoutes.class)
                        : ChildJvm.start(RawSdk.class, database.toString())) {
            return List.of(SideBySide.measure(pace, http(load, ours, api.port()), baseline(load, other))
                    .outcome(title, unit, goal, ""));
        }
    }

    private Variant baseline(ChildJvm load, ChildJvm other) {
        return baseline.startsWith("plain ")
                ? http(load, baseline.substring("plain ".length()), other.port())
                : length -> figure(other.ask(baseline + " " + length.toMillis()));
    }

    private Variant http(ChildJvm load, String requests, int port) {
        String[] words = requests.split(" ");
        return length -> figure(load.ask(words[0] + " " + port + " " + words[1] + " " + length.toMillis()));
    }

    private double figure(String answer) {
        String[] words = answer.split(" ");
        return Double.parseDouble(unit.equals("µs") ? words[1] : words[0]);
    }
}
