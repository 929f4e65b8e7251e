package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(30)
class RunCommandTest {
    private static final String EVENT_LINE =
            "USER [0-4] (likes|dislikes|watches|unwatches|withdraws the vote on) VIDEO \\d";

    private final Cli cli = new Cli();

    @Test
    void eachEventIsPostedOnceAndPrinted(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        int exit = run(api, "--rate=1000", "--duration=100ms", "--lines");

        assertThat(exit).isZero();
        assertThat(cli.err.toString()).isEmpty();
        assertThat(api.requests).hasSize(100);
        List<String> lines = cli.outLines();
        assertThat(lines.subList(0, 100)).containsExactlyInAnyOrderElementsOf(linesOf(api.requests));
        assertThat(lines.get(100)).matches("100 sent, 100 acknowledged, 0 failed in \\d\\.\\d s \\(\\d+\\.\\d/s\\)");
        assertThat(lines.get(101)).startsWith("latency of 100 acknowledged requests");
    }

    @Test
    void twoRunsWithTheSameSeedPrintTheSameButForTheOrder(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);
        Cli again = new Cli();

        run(api, "--rate=1000", "--duration=50ms", "--seed=42", "--lines");
        again.execute("run", "--url=" + api.url(), "--rate=1000", "--duration=50ms", "--seed=42", "--lines");

        assertThat(cli.outLines().subList(0, 50))
                .containsExactlyInAnyOrderElementsOf(again.outLines().subList(0, 50));
    }

    @Test
    void quietPrintsTheSummaryOnly(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        run(api, "--rate=1000", "--duration=20ms", "--quiet");

        assertThat(cli.outLines().get(0)).startsWith("20 sent, 20 acknowledged");
    }

    @Test
    void eventsFollowTheScheduleAndTheRunLastsAsLongAsAsked(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        run(api, "--rate=5", "--duration=600ms");

        long spreadNanos = api.requests.get(2).nanoTime() - api.requests.get(0).nanoTime();
        assertThat(api.requests).hasSize(3);
        assertThat(spreadNanos).isGreaterThan(150_000_000);
        assertThat(cli.outLines().get(3)).containsPattern(" in (0\\.[6-9]|[1-9]\\.\\d) s \\(");
    }

    @Test
    void afterA503TheSameEventIsPostedAgainWithTheSameTimestamp(Vertx vertx) {
        Set<JsonObject> seen = Collections.synchronizedSet(new HashSet<>());
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (seen.add(call.body()) && call.uri().equals("/views")) {
                response.setStatusCode(503).putHeader("Retry-After", "0").end();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        int exit = run(api, "--rate=1000", "--duration=30ms", "--seed=1");

        assertThat(exit).isZero();
        List<JsonObject> views = bodies(api, "/views");
        assertThat(new HashSet<>(views)).hasSize(views.size() / 2).isNotEmpty();
        assertThat(views).extracting(view -> view.getString("timestamp")).doesNotContainNull();
        assertThat(cli.out.toString()).contains("30 sent, 30 acknowledged, 0 failed");
    }

    @Test
    void eventsWithTheSameKeyAreNeverInFlightTogether(Vertx vertx) {
        Set<String> inFlight = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger mostInFlight = new AtomicInteger();
        StubApi api = new StubApi(vertx, (call, response) -> {
            String key = keyOf(call);
            if (!inFlight.add(key)) {
                overlaps.incrementAndGet();
            }
            mostInFlight.accumulateAndGet(inFlight.size(), Math::max);
            vertx.setTimer(2, ignored -> {
                inFlight.remove(key);
                StubApi.acknowledge(call, response);
            });
        });

        int exit = run(api, "--users=1", "--videos=2", "--rate=2000", "--duration=150ms", "--deletes=0.4");

        assertThat(exit).isZero();
        assertThat(overlaps).hasValue(0);
        assertThat(mostInFlight.get())
                .as("events with other keys at the same time")
                .isGreaterThan(3);
    }

    @Test
    void deletesUndoWhatThisRunPosted(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        int exit = run(api, "--rate=2000", "--duration=150ms", "--deletes=0.5", "--seed=3", "--lines");

        Set<String> posted = new HashSet<>();
        List<String> deleted = new ArrayList<>();
        for (StubApi.ReceivedRequest call : api.requests) {
            if (call.method().equals("DELETE")) {
                deleted.add(keyOf(call));
                assertThat(posted).contains(keyOf(call));
            } else {
                posted.add(keyOf(call));
            }
        }
        assertThat(exit).isZero();
        assertThat(deleted.size()).isBetween(75, 200);
        assertThat(cli.outLines().subList(0, 300)).allMatch(line -> line.matches(EVENT_LINE));
        assertThat(cli.out.toString()).contains(" unwatches VIDEO ").contains(" withdraws the vote on VIDEO ");
    }

    @Test
    void aRefusedEventFailsTheRun(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (call.uri().equals("/votes")) {
                response.setStatusCode(400).end("{\"detail\":\"no such vote\"}");
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        int exit = run(api, "--rate=1000", "--duration=30ms", "--seed=1");

        int votes = bodies(api, "/votes").size();
        assertThat(exit).isEqualTo(1);
        assertThat(cli.errLines())
                .hasSize(votes)
                .isNotEmpty()
                .allMatch(
                        line -> line.matches("loadgen: USER \\d (dis)?likes VIDEO \\d: 400 Bad Request: no such vote"));
        assertThat(cli.out.toString())
                .contains(String.format(Locale.ROOT, "30 sent, %d acknowledged, %d failed in", 30 - votes, votes));
    }

    @Test
    void aServerThatIsNotThereIsSaidInOneLine(Vertx vertx) {
        URI url = StubApi.freeUrl(vertx);

        int exit = cli.execute("run", "--duration=1s", "--url=" + url);

        assertThat(exit).isEqualTo(1);
        assertThat(cli.errLines())
                .containsExactly("loadgen: no answer from " + url + ": Connection refused. Is the server running?");
        assertThat(cli.out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-such-option",
                "--rate=0",
                "--users=0",
                "--videos=-1",
                "--deletes=1.1",
                "--duration=soon",
                "--connections=0",
                "--batch=501",
                "--batch=0",
                "--max-open=0",
                "--zipf=-1",
                "--warm-up=-1s",
                "--timeout=0",
                "--url=127.0.0.1:8080",
                "--url=ftp://127.0.0.1"
            })
    void aWrongOptionIsExitCode2(String option) {
        assertThat(cli.execute("run", option)).isEqualTo(2);
        assertThat(cli.err.toString()).contains("Usage: loadgen run").doesNotContain("Exception");
    }

    @Test
    void optionsThatDoNotGoTogetherAreExitCode2() {
        assertThat(cli.execute("run", "--batch=2", "--deletes=0.1")).isEqualTo(2);
        assertThat(cli.execute("run", "--verify", "--users=100001")).isEqualTo(2);
        assertThat(cli.err.toString()).contains("a batch cannot delete", "--verify reads at most 100000");
    }

    @Test
    void batchesAreSentAtTheRateOfTheirEvents(Vertx vertx) {
        StubApi api = new StubApi(
                vertx,
                (call, response) -> StubApi.page(
                        response,
                        new JsonObject()
                                .put(
                                        "accepted",
                                        call.body().getJsonArray("events").size())
                                .put("rejected", new JsonArray())
                                .encode()));

        int exit = run(api, "--rate=1000", "--duration=250ms", "--batch=100");

        assertThat(exit).isZero();
        assertThat(api.requests)
                .extracting(call ->
                        call.uri() + " " + call.body().getJsonArray("events").size())
                .containsExactly("/events 100", "/events 100", "/events 50");
        assertThat(cli.out.toString()).contains("250 sent, 250 acknowledged", "latency of 3 acknowledged requests");
    }

    @Test
    void theWarmUpIsToldApart(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        run(api, "--rate=1000", "--duration=50ms", "--warm-up=100ms", "--quiet");

        assertThat(cli.out.toString())
                .contains(
                        "warm-up: 100 sent, 100 acknowledged", "50 sent, 50 acknowledged, 0 failed", "latency of 50 ");
    }

    @Test
    void theReportIsOneJsonObjectForMachines(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        run(api, "--rate=1000", "--duration=50ms", "--json");

        assertThat(cli.outLines()).hasSize(1);
        JsonObject report = new JsonObject(cli.out.toString());
        assertThat(report.getLong("sent")).isEqualTo(50);
        assertThat(report.getLong("acknowledged")).isEqualTo(50);
        assertThat(report.getLong("notSent")).isZero();
        assertThat(report.getJsonObject("latencyMillis").fieldNames())
                .containsExactly("count", "p50", "p90", "p99", "p99.9", "max");
    }

    @Test
    void aStallShowsInTheLatencyOfAllEventsWhoseTimeItCovers(Vertx vertx) {
        AtomicBoolean stalled = new AtomicBoolean();
        Promise<Void> goOn = Promise.promise();
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (stalled.compareAndSet(false, true)) {
                vertx.setTimer(500, timer -> goOn.complete());
            }
            goOn.future().onSuccess(passed -> StubApi.acknowledge(call, response));
        });

        run(api, "--rate=1000", "--duration=1s", "--connections=1", "--json");

        // About half of the events had their time in the stall, and on the average waited for half of it.
        JsonObject latency = new JsonObject(cli.out.toString()).getJsonObject("latencyMillis");
        assertThat(latency.getDouble("p90")).isGreaterThan(350);
        assertThat(latency.getDouble("max")).isGreaterThan(490);
    }

    @Test
    void aMissingCommandIsExitCode2() {
        assertThat(cli.execute()).isEqualTo(2);
    }

    private int run(StubApi api, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--url=" + api.url() + "/"));
        Collections.addAll(arguments, options);
        return cli.execute(arguments.toArray(String[]::new));
    }

    private static List<JsonObject> bodies(StubApi api, String uri) {
        return api.requests.stream()
                .filter(call -> call.uri().equals(uri))
                .map(StubApi.ReceivedRequest::body)
                .toList();
    }

    /** User and video and, for a view, its timestamp: the path under which it can be deleted. */
    private static String keyOf(StubApi.ReceivedRequest call) {
        if (call.method().equals("DELETE")) {
            return call.uri();
        }
        String path = "/users/" + call.body().getString("userId") + call.uri() + "/"
                + call.body().getString("videoId");
        String timestamp = call.body().getString("timestamp");
        return timestamp == null
                ? path
                : path + "/" + timestamp.replace(":", "%3A").replace("+", "%2B");
    }

    private static List<String> linesOf(List<StubApi.ReceivedRequest> calls) {
        return calls.stream()
                .map(StubApi.ReceivedRequest::body)
                .map(RunCommandTest::lineOf)
                .toList();
    }

    private static String lineOf(JsonObject body) {
        String type = body.getString("voteType", "VIEW");
        String verb = type.equals("LIKE") ? "likes" : type.equals("DISLIKE") ? "dislikes" : "watches";
        return "USER " + body.getString("userId") + " " + verb + " VIDEO " + body.getString("videoId");
    }
}
