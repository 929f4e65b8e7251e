package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests which events a run sends, and in which order. */
@ExtendWith(VertxExtension.class)
@Timeout(180)
class RunOrderTest {
    private static final String EVENT_LINE =
            "USER [0-4] (likes|dislikes|watches|unwatches|withdraws the vote on) VIDEO \\d";

    private final Cli cli = new Cli();

    @Test
    void sendsTheSameEventAgainAfterA503(Vertx vertx) {
        Set<JsonObject> seen = Collections.synchronizedSet(new HashSet<>());
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (seen.add(call.body()) && call.uri().equals("/views")) {
                response.setStatusCode(503).putHeader("Retry-After", "0").end();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        int exit = cli.run(api, "--rate=1000", "--duration=30ms", "--seed=1");

        assertThat(exit).isZero();
        List<JsonObject> views = api.bodies("/views");
        assertThat(new HashSet<>(views)).hasSize(views.size() / 2).isNotEmpty();
        assertThat(views).extracting(view -> view.getString("timestamp")).doesNotContainNull();
        assertThat(cli.out.toString()).contains("30 sent, 30 acknowledged, 0 failed");
    }

    @Test
    void sendsEventsWithTheSameKeyOneAfterTheOther(Vertx vertx) {
        Set<String> inFlight = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger maxInFlight = new AtomicInteger();
        StubApi api = new StubApi(vertx, (call, response) -> {
            String key = keyOf(call);
            if (!inFlight.add(key)) {
                overlaps.incrementAndGet();
            }
            maxInFlight.accumulateAndGet(inFlight.size(), Math::max);
            vertx.setTimer(2, ignored -> {
                inFlight.remove(key);
                StubApi.acknowledge(call, response);
            });
        });

        int exit = cli.run(api, "--users=1", "--videos=2", "--rate=2000", "--duration=150ms", "--deletes=0.4");

        assertThat(exit).isZero();
        assertThat(overlaps).hasValue(0);
        assertThat(maxInFlight.get())
                .as("events with other keys at the same time")
                .isGreaterThan(3);
    }

    @Test
    void deletesOnlyEventsOfTheRun(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        int exit = cli.run(api, "--rate=2000", "--duration=150ms", "--deletes=0.5", "--seed=3", "--lines");

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

    /** Returns the path that deletes the event: user, video and, for a view, its timestamp. */
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
}
