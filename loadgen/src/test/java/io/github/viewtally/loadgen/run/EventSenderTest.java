package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.StubApi;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteValue;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class EventSenderTest {
    private static final VoteKey VOTE = new VoteKey("0", "3");
    private static final ViewKey VIEW = new ViewKey("0", "3", "2022-01-02T00:30:25.000000+00:00");
    private static final TrafficEvent LIKE = new PostVote(VOTE, VoteValue.LIKE);

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void sendsEventsAsTheApiDefines(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);

        send(vertx, api, new PostVote(VOTE, VoteValue.DISLIKE));
        send(vertx, api, new PostView(VIEW, 45));
        send(vertx, api, new DeleteVote(VOTE));
        send(vertx, api, new DeleteView(VIEW));

        assertThat(api.requests)
                .extracting(call -> call.method() + " " + call.uri())
                .containsExactly(
                        "POST /votes",
                        "POST /views",
                        "DELETE /users/0/votes/3",
                        "DELETE /users/0/views/3/2022-01-02T00%3A30%3A25.000000%2B00%3A00");
        assertThat(api.requests.get(0).body())
                .isEqualTo(new JsonObject("{'userId':'0','videoId':'3','voteType':'DISLIKE'}".replace('\'', '"')));
        assertThat(api.requests.get(1).body())
                .isEqualTo(new JsonObject("{'userId':'0','videoId':'3','duration':45,".replace('\'', '"')
                        + "\"timestamp\":\"2022-01-02T00:30:25.000000+00:00\"}"));
    }

    @Test
    void sendsABatchAsOneRequest(Vertx vertx) {
        StubApi api =
                new StubApi(vertx, (call, response) -> StubApi.page(response, "{\"accepted\":2,\"rejected\":[]}"));

        List<EventOutcome> outcomes = sender(vertx, api.url(), Duration.ofSeconds(10))
                .send(RequestBatch.ofBatch(List.of(LIKE, new PostView(VIEW, 45))), inAMinute())
                .await();

        assertThat(outcomes).hasSize(2).allMatch(EventOutcome::isAcknowledged);
        assertThat(api.requests).singleElement().satisfies(call -> {
            assertThat(call.method() + " " + call.uri()).isEqualTo("POST /events");
            assertThat(call.body())
                    .isEqualTo(
                            new JsonObject(
                                    """
                                    {"events":[{"type":"VOTE","userId":"0","videoId":"3","voteType":"LIKE"},
                                    {"type":"VIEW","userId":"0","videoId":"3","duration":45,
                                    "timestamp":"2022-01-02T00:30:25.000000+00:00"}]}"""));
        });
    }

    @Test
    void retriesOnlyUnavailableEventsOfABatchAndThoseWithTheSameKeys(Vertx vertx) {
        StubApi api = new StubApi(
                vertx,
                (call, response) -> StubApi.page(
                        response,
                        tries.incrementAndGet() == 1
                                ? "{\"accepted\":2,\"rejected\":[{\"index\":0,\"problem\":{\"status\":503,\"title\":\"x\"}}]}"
                                : "{\"accepted\":2,\"rejected\":[]}"));

        List<EventOutcome> outcomes = sender(vertx, api.url(), Duration.ofSeconds(10))
                .send(
                        RequestBatch.ofBatch(
                                List.of(LIKE, new PostView(VIEW, 45), new PostVote(VOTE, VoteValue.DISLIKE))),
                        inAMinute())
                .await();

        assertThat(outcomes)
                .containsExactly(
                        EventOutcome.acknowledged(PossibleEffect.STORED),
                        EventOutcome.acknowledged(PossibleEffect.NONE),
                        EventOutcome.acknowledged(PossibleEffect.STORED));
        assertThat(api.requests.get(1).body().getJsonArray("events"))
                .extracting(event -> ((JsonObject) event).getString("voteType"))
                .containsExactly("LIKE", "DISLIKE");
    }

    @Test
    void sendsTheSameRequestAgainAfterALostConnection(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (tries.incrementAndGet() < 3) {
                response.reset();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        EventOutcome outcome = send(vertx, api, new PostView(VIEW, 45));

        assertThat(outcome).isEqualTo(EventOutcome.acknowledged(PossibleEffect.STORED_LATER));
        assertThat(api.requests).hasSize(3);
        assertThat(api.requests.stream().map(StubApi.ReceivedRequest::body).distinct())
                .hasSize(1);
    }

    @Test
    void failsInDoubtAfterFiveAttempts(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> unavailable(response));

        EventOutcome outcome = send(vertx, api, LIKE);

        assertThat(outcome)
                .isEqualTo(new EventOutcome(
                        "503",
                        "given up after 5 tries, 503 Service Unavailable: table is busy",
                        PossibleEffect.STORED));
        assertThat(outcome.isInDoubt()).isTrue();
        assertThat(api.requests).hasSize(5);
    }

    @Test
    void respectsRetryAfter(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (tries.incrementAndGet() == 1) {
                unavailable(response.putHeader("Retry-After", "1"));
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        assertThat(send(vertx, api, LIKE).isAcknowledged()).isTrue();

        long pauseNanos = api.requests.get(1).nanoTime() - api.requests.get(0).nanoTime();
        assertThat(Duration.ofNanos(pauseNanos)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void retriesAThrottledEventWithoutDoubt(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (tries.incrementAndGet() == 1) {
                response.setStatusCode(429).putHeader("Retry-After", "0").end();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        assertThat(send(vertx, api, LIKE)).isEqualTo(EventOutcome.acknowledged(PossibleEffect.NONE));
        assertThat(api.requests).hasSize(2);
    }

    @Test
    void startsNoAttemptAfterTheDeadline(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> unavailable(response.putHeader("Retry-After", "2")));
        long inASecond = System.nanoTime() + Duration.ofSeconds(1).toNanos();

        EventOutcome outcome = sender(vertx, api.url(), Duration.ofSeconds(10))
                .send(RequestBatch.ofOne(LIKE), inASecond)
                .await()
                .get(0);

        assertThat(outcome.kind()).isEqualTo("503");
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void doesNotRetryARejectedEvent(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> response.setStatusCode(400)
                .end("{\"title\":\"Bad Request\",\"detail\":\"not valid\",\"errors\":[\"videoId is missing\"]}"));

        assertThat(send(vertx, api, LIKE))
                .isEqualTo(new EventOutcome(
                        "400", "400 Bad Request: not valid [\"videoId is missing\"]", PossibleEffect.NONE));
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void aSilentServerIsATimeoutInDoubt(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {});

        EventOutcome outcome = sender(vertx, api.url(), Duration.ofMillis(50))
                .send(RequestBatch.ofOne(LIKE), inAMinute())
                .await()
                .get(0);

        assertThat(outcome.kind()).isEqualTo("time-out");
        assertThat(outcome.isInDoubt()).isTrue();
        assertThat(api.requests).hasSize(5);
    }

    @Test
    void aRefusedConnectionLeavesNoDoubt(Vertx vertx) throws IOException {
        // A port that is bound, but not listened on, refuses connections, and no other test can get it.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress("127.0.0.1", 0));
            URI url = URI.create("http://127.0.0.1:" + bound.getLocalPort());

            EventOutcome outcome = sender(vertx, url, Duration.ofSeconds(10))
                    .send(RequestBatch.ofOne(LIKE), inAMinute())
                    .await()
                    .get(0);

            assertThat(outcome.kind()).isEqualTo("no connection");
            assertThat(outcome.isInDoubt()).isFalse();
        }
    }

    private static void unavailable(HttpServerResponse response) {
        response.setStatusCode(503).end("{\"detail\":\"table is busy\"}");
    }

    private static EventOutcome send(Vertx vertx, StubApi api, TrafficEvent event) {
        return sender(vertx, api.url(), Duration.ofSeconds(10))
                .send(RequestBatch.ofOne(event), inAMinute())
                .await()
                .get(0);
    }

    private static EventSender sender(Vertx vertx, URI url, Duration timeout) {
        RetryPolicy retries = new RetryPolicy(5, Duration.ofMillis(1), Duration.ofSeconds(5));
        return new EventSender(vertx, new ApiClient(vertx, url, 1, timeout), 1, retries);
    }

    private static long inAMinute() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }
}
