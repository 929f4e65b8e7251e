package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.http.ApiResponse;
import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseClassifierTest {
    private static final RequestBatch BATCH = RequestBatch.ofBatch(
            List.of(new PostView(new ViewKey("0", "1", "a"), 30), new PostView(new ViewKey("0", "2", "b"), 40)));

    @Test
    void readsTheOutcomeOfEachEventOfABatch() {
        List<EventOutcome> outcomes = outcomes(
                200,
                "{\"accepted\":1,\"rejected\":[{\"index\":0,\"problem\":{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"no\"}}]}");

        assertThat(outcomes)
                .containsExactly(
                        new EventOutcome("400", "400 Bad Request: no", PossibleEffect.NONE),
                        EventOutcome.acknowledged(PossibleEffect.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"accepted\":1,\"rejected\":[]}",
                "{\"accepted\":2}",
                "{\"accepted\":1,\"rejected\":[{\"index\":2,\"problem\":{\"status\":400}}]}",
                "{\"accepted\":1,\"rejected\":[{\"index\":0}]}"
            })
    void aBatchWithAnUnreadableResponseIsInDoubt(String body) {
        assertThat(outcomes(200, body))
                .hasSize(2)
                .allMatch(outcome -> outcome.kind().equals("unreadable answer") && outcome.isInDoubt());
    }

    @Test
    void aClientErrorIsCertainAndAServerErrorIsNot() {
        assertThat(outcomes(400, "")).noneMatch(EventOutcome::isInDoubt).noneMatch(EventOutcome::isAcknowledged);
        assertThat(outcomes(500, "")).allMatch(EventOutcome::isInDoubt);
    }

    @Test
    void aClientErrorDoesNotResolveTheDoubtOfAnEarlierAttempt() {
        assertThat(ResponseClassifier.of(BATCH, response(400, ""), PossibleEffect.STORED_LATER))
                .allMatch(EventOutcome::isInDoubt);
    }

    private static List<EventOutcome> outcomes(int status, String body) {
        return ResponseClassifier.of(BATCH, response(status, body), PossibleEffect.NONE);
    }

    private static ApiResponse response(int status, String body) {
        return new ApiResponse(status, "Bad Request", Duration.ZERO, Buffer.buffer(body));
    }
}
