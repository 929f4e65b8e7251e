package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.http.Answer;
import io.github.viewtally.loadgen.run.Outcome.Trace;
import io.github.viewtally.loadgen.traffic.TrafficEvent.View;
import io.github.viewtally.loadgen.traffic.TrafficEvent.ViewKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseClassifierTest {
    private static final RequestBatch BATCH = RequestBatch.ofBatch(
            List.of(new View(new ViewKey("0", "1", "a"), 30), new View(new ViewKey("0", "2", "b"), 40)));

    @Test
    void aBatchSaysWhatBecameOfEachEvent() {
        List<Outcome> outcomes = outcomes(
                200,
                "{\"accepted\":1,\"rejected\":[{\"index\":0,\"problem\":{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"no\"}}]}");

        assertThat(outcomes)
                .containsExactly(
                        new Outcome("400", "400 Bad Request: no", Trace.NONE), Outcome.acknowledged(Trace.NONE));
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
    void aBatchOfWhichNobodyKnowsWhatBecameIsInDoubt(String body) {
        assertThat(outcomes(200, body))
                .hasSize(2)
                .allMatch(outcome -> outcome.kind().equals("unreadable answer") && outcome.isInDoubt());
    }

    @Test
    void aRefusalIsCertainAndAServerFaultIsNot() {
        assertThat(outcomes(400, "")).noneMatch(Outcome::isInDoubt).noneMatch(Outcome::isAcknowledged);
        assertThat(outcomes(500, "")).allMatch(Outcome::isInDoubt);
    }

    @Test
    void aRefusalDoesNotEndTheDoubtOfAnEarlierTry() {
        assertThat(ResponseClassifier.of(BATCH, answer(400, ""), Trace.OPEN)).allMatch(Outcome::isInDoubt);
    }

    private static List<Outcome> outcomes(int status, String body) {
        return ResponseClassifier.of(BATCH, answer(status, body), Trace.NONE);
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, "Bad Request", Duration.ZERO, Buffer.buffer(body));
    }
}
