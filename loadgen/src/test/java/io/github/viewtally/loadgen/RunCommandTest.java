package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class RunCommandTest {

    private final Cli cli = new Cli();

    @Test
    void sendsAndPrintsEachEventOnce(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        int exit = cli.run(api, "--rate=1000", "--duration=100ms", "--lines");

        assertThat(exit).isZero();
        assertThat(cli.err.toString()).isEmpty();
        assertThat(api.requests).hasSize(100);
        List<String> lines = cli.outLines();
        assertThat(lines.subList(0, 100)).containsExactlyInAnyOrderElementsOf(linesOf(api.requests));
        assertThat(lines.get(100)).matches("100 sent, 100 acknowledged, 0 failed in \\d\\.\\d s \\(\\d+\\.\\d/s\\)");
        assertThat(lines.get(101)).startsWith("latency of 100 acknowledged requests");
    }

    @Test
    void printsTheSameEventsForTheSameSeed(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);
        Cli again = new Cli();

        cli.run(api, "--rate=1000", "--duration=50ms", "--seed=42", "--lines");
        again.execute("run", "--url=" + api.url(), "--rate=1000", "--duration=50ms", "--seed=42", "--lines");

        assertThat(cli.outLines().subList(0, 50))
                .containsExactlyInAnyOrderElementsOf(again.outLines().subList(0, 50));
    }

    @Test
    void quietPrintsOnlyTheReport(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        cli.run(api, "--rate=1000", "--duration=20ms", "--quiet");

        assertThat(cli.outLines().get(0)).startsWith("20 sent, 20 acknowledged");
    }

    @Test
    void aRejectedEventFailsTheRun(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (call.uri().equals("/votes")) {
                response.setStatusCode(400).end("{\"detail\":\"no such vote\"}");
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        int exit = cli.run(api, "--rate=1000", "--duration=30ms", "--seed=1");

        int votes = api.bodies("/votes").size();
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
    void reportsAMissingServerInOneLine(Vertx vertx) {
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
    void aWrongOptionExitsWithCode2(String option) {
        assertThat(cli.execute("run", option)).isEqualTo(2);
        assertThat(cli.err.toString()).contains("Usage: loadgen run").doesNotContain("Exception");
    }

    @Test
    void contradictingOptionsExitWithCode2() {
        assertThat(cli.execute("run", "--batch=2", "--deletes=0.1")).isEqualTo(2);
        assertThat(cli.execute("run", "--verify", "--users=100001")).isEqualTo(2);
        assertThat(cli.err.toString()).contains("a batch cannot delete", "--verify reads at most 100000");
    }

    @Test
    void sendsBatchesAtTheRateOfTheirEvents(Vertx vertx) {
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

        int exit = cli.run(api, "--rate=1000", "--duration=250ms", "--batch=100");

        assertThat(exit).isZero();
        assertThat(api.requests)
                .extracting(call ->
                        call.uri() + " " + call.body().getJsonArray("events").size())
                .containsExactly("/events 100", "/events 100", "/events 50");
        assertThat(cli.out.toString()).contains("250 sent, 250 acknowledged", "latency of 3 acknowledged requests");
    }

    @Test
    void reportsTheWarmUpSeparately(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        cli.run(api, "--rate=1000", "--duration=50ms", "--warm-up=100ms", "--quiet");

        assertThat(cli.out.toString())
                .contains(
                        "warm-up: 100 sent, 100 acknowledged", "50 sent, 50 acknowledged, 0 failed", "latency of 50 ");
    }

    @Test
    void printsTheReportAsOneJsonObject(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        cli.run(api, "--rate=1000", "--duration=50ms", "--json");

        assertThat(cli.outLines()).hasSize(1);
        JsonObject report = new JsonObject(cli.out.toString());
        assertThat(report.getLong("sent")).isEqualTo(50);
        assertThat(report.getLong("acknowledged")).isEqualTo(50);
        assertThat(report.getLong("notSent")).isZero();
        assertThat(report.getJsonObject("latencyMillis").fieldNames())
                .containsExactly("count", "p50", "p90", "p99", "p99.9", "max");
    }

    @Test
    void aMissingCommandExitsWithCode2() {
        assertThat(cli.execute()).isEqualTo(2);
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
