package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.loadgen.TrafficEvent.Unwatching;
import io.github.viewtally.loadgen.TrafficEvent.View;
import io.github.viewtally.loadgen.TrafficEvent.ViewKey;
import io.github.viewtally.loadgen.TrafficEvent.Vote;
import io.github.viewtally.loadgen.TrafficEvent.VoteKey;
import io.github.viewtally.loadgen.TrafficEvent.VoteType;
import io.github.viewtally.loadgen.TrafficEvent.Withdrawal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
class EventSenderTest {
    private static final VoteKey VOTE = new VoteKey("0", "3");
    private static final ViewKey VIEW = new ViewKey("0", "3", "2022-01-02T00:30:25.000000+00:00");

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void eventsAreTheRequestsOfTheContract(Vertx vertx) {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);
        EventSender sender = sender(vertx, api);

        sender.send(new Vote(VOTE, VoteType.DISLIKE)).await();
        sender.send(new View(VIEW, 45)).await();
        sender.send(new Withdrawal(VOTE)).await();
        sender.send(new Unwatching(VIEW)).await();

        assertThat(api.calls)
                .extracting(call -> call.method() + " " + call.uri())
                .containsExactly(
                        "POST /votes",
                        "POST /views",
                        "DELETE /users/0/votes/3",
                        "DELETE /users/0/views/3/2022-01-02T00%3A30%3A25.000000%2B00%3A00");
        assertThat(api.calls.get(0).body())
                .isEqualTo(new JsonObject("{'userId':'0','videoId':'3','voteType':'DISLIKE'}".replace('\'', '"')));
        assertThat(api.calls.get(1).body())
                .isEqualTo(new JsonObject("{'userId':'0','videoId':'3','duration':45,".replace('\'', '"')
                        + "\"timestamp\":\"2022-01-02T00:30:25.000000+00:00\"}"));
    }

    @Test
    void aLostConnectionIsTriedAgain(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (tries.incrementAndGet() < 3) {
                response.reset();
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        sender(vertx, api).send(new View(VIEW, 45)).await();

        assertThat(api.calls)
                .hasSize(3)
                .extracting(StubApi.Call::body)
                .containsOnly(new View(VIEW, 45).request().body());
    }

    @Test
    void afterFiveTriesTheEventHasFailed(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> unavailable(response));

        assertThatThrownBy(() ->
                        sender(vertx, api).send(new Vote(VOTE, VoteType.LIKE)).await())
                .isInstanceOf(ApiException.class)
                .hasMessage("given up after 5 tries, 503 Service Unavailable: table is busy");
        assertThat(api.calls).hasSize(5);
    }

    @Test
    void retryAfterIsHonoured(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (tries.incrementAndGet() == 1) {
                unavailable(response.putHeader("Retry-After", "1"));
            } else {
                StubApi.acknowledge(call, response);
            }
        });

        sender(vertx, api).send(new Vote(VOTE, VoteType.LIKE)).await();

        long pauseNanos = api.calls.get(1).nanoTime() - api.calls.get(0).nanoTime();
        assertThat(Duration.ofNanos(pauseNanos)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void aRefusedEventIsNotTriedAgain(Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> response.setStatusCode(400)
                .end("{\"title\":\"Bad Request\",\"detail\":\"not valid\",\"errors\":[\"videoId is missing\"]}"));

        assertThatThrownBy(() ->
                        sender(vertx, api).send(new Vote(VOTE, VoteType.LIKE)).await())
                .hasMessage("400 Bad Request: not valid [\"videoId is missing\"]");
        assertThat(api.calls).hasSize(1);
    }

    private static void unavailable(HttpServerResponse response) {
        response.setStatusCode(503).end("{\"detail\":\"table is busy\"}");
    }

    private static EventSender sender(Vertx vertx, StubApi api) {
        RetryPolicy retries = new RetryPolicy(5, Duration.ofMillis(1), Duration.ofSeconds(5));
        return new EventSender(vertx, new ApiClient(vertx, api.url(), 1), retries);
    }
}
