package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class VerifiedRunTest {
    private static final String SETTLE = "--settle=2s";

    private final Cli cli = new Cli();

    @ParameterizedTest
    @CsvSource({"--batch=1", "--batch=40", "--deletes=0.3"})
    void verifiesCorrectTotals(String option, Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 100);

        int exit = run(api, option, "--rate=1000", "--duration=1s");

        JsonObject report = report();
        JsonObject verification = report.getJsonObject("verification");
        assertThat(exit).isZero();
        assertThat(report.getLong("acknowledged")).isEqualTo(1_000);
        assertThat(verification.getLong("drift")).isZero();
        assertThat(counter(verification, "users", "views").getLong("counted"))
                .isEqualTo(counter(verification, "videos", "views").getLong("counted"))
                .isPositive();
        assertThat(counter(verification, "users", "likes").getLong("counted")).isPositive();
    }

    @Test
    void reportsAnUncountedEventAsDrift(Vertx vertx) {
        AtomicInteger views = new AtomicInteger();
        CountingApi api = new CountingApi(vertx, 1)
                .notCounting(event -> event.containsKey("duration") && views.incrementAndGet() == 17);

        int exit = cli.execute(
                "run",
                "--verify",
                SETTLE,
                "--url=" + api.url(),
                "--rate=1000",
                "--duration=100ms",
                "--seed=1",
                "--quiet");

        assertThat(exit).isEqualTo(1);
        // One view with its seconds is missing from a user and from a video.
        assertThat(cli.out.toString())
                .contains("NOT verified: 100 sent, 100 acknowledged, drift ", " in 2 totals")
                .containsPattern("views +\\d+ +\\d+ +\\d+ +2\n")
                .containsPattern("likes +\\d+ +\\d+ +\\d+ +0\n")
                .containsPattern("userId run-.*: views \\d+ \\(must be \\d+\\), duration \\d+ \\(must be \\d+\\)");
    }

    @Test
    void countsARetriedEventOnce(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 1).closingAfterStoring(firstAttempts(call -> true));

        int exit = run(api, "--rate=1000", "--duration=100ms");

        assertThat(exit).isZero();
        assertThat(report().getLong("acknowledged")).isEqualTo(100);
        assertThat(report().getJsonObject("verification").getLong("drift")).isZero();
    }

    @Test
    void acceptsBothStatesOfEventsInDoubt(Vertx vertx) {
        // All attempts of the first 5 views fail before the views are stored, those of the next 5 after.
        Set<JsonObject> before = Collections.synchronizedSet(new HashSet<>());
        Set<JsonObject> after = Collections.synchronizedSet(new HashSet<>());
        CountingApi api = new CountingApi(vertx, 1)
                .closingBeforeStoring(call -> isOneOfFive(before, call))
                .closingAfterStoring(call -> isOneOfFive(after, call));

        int exit = run(api, "--rate=1000", "--duration=100ms");

        JsonObject views = counter(report().getJsonObject("verification"), "videos", "views");
        assertThat(exit).as("not all was acknowledged").isEqualTo(1);
        assertThat(report().getJsonObject("failedByKind")).isEqualTo(new JsonObject().put("connection lost", 10));
        assertThat(report().getLong("inDoubt")).isEqualTo(10);
        assertThat(report().getJsonObject("verification").getLong("drift")).isZero();
        assertThat(report().getJsonObject("verification").getLong("keysInDoubt"))
                .isEqualTo(10);
        assertThat(views.getLong("most") - views.getLong("least")).isEqualTo(10);
        assertThat(views.getLong("counted") - views.getLong("least")).isEqualTo(5);
    }

    @Test
    void failsIfTheTotalsCannotBeRead(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (call.method().equals("GET")) {
                response.setStatusCode(500).end();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        assertThat(cli.execute("run", "--verify", SETTLE, "--duration=1s", "--url=" + api.url()))
                .isEqualTo(1);
        assertThat(cli.errLines()).containsExactly("loadgen: /summaries/videos returned 500 Internal Server Error");
    }

    private static boolean isOneOfFive(Set<JsonObject> chosen, StubApi.ReceivedRequest call) {
        synchronized (chosen) {
            boolean more = chosen.size() < 5 && call.uri().equals("/views") && !chosen.contains(call.body());
            return more ? chosen.add(call.body()) : chosen.contains(call.body());
        }
    }

    private static Predicate<StubApi.ReceivedRequest> firstAttempts(Predicate<StubApi.ReceivedRequest> calls) {
        Set<JsonObject> seen = Collections.synchronizedSet(new HashSet<>());
        return call -> calls.test(call) && seen.add(call.body());
    }

    private int run(CountingApi api, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--verify", SETTLE, "--json", "--quiet", "--seed=1", "--url=" + api.url()));
        Collections.addAll(arguments, options);
        return cli.execute(arguments.toArray(String[]::new));
    }

    private JsonObject report() {
        return new JsonObject(cli.out.toString());
    }

    private static JsonObject counter(JsonObject verification, String kind, String counter) {
        JsonArray counters = verification.getJsonArray("counters");
        return counters.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("of").equals(kind)
                        && one.getString("counter").equals(counter))
                .findFirst()
                .orElseThrow();
    }
}
