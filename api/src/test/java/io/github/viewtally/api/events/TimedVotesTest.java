package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A vote may say when it was made. */
class TimedVotesTest {

    private static final String TIMED = Samples.VOTE.replace("}", ",\"timestamp\":\"2022-01-02T01:30:25+01:00\"}");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("MAX_PAST_DAYS", "36500"));

    @BeforeEach
    void reset() {
        api.dynamoDb.reset();
    }

    @Test
    void storesTheTimestampInUtc() {
        JsonObject expected = new JsonObject(Samples.VOTE).put("timestamp", Samples.TIME);

        assertThat(api.post("/votes", TIMED).hasStatus(200).json()).isEqualTo(expected);
        assertThat(stored()).containsEntry("timestamp", AttributeValue.fromS(Samples.TIME));
        expected.remove("userId");
        assertThat(api.get("/users/u/votes").items()).containsExactly(expected);
        assertThat(api.get("/users/u/export").lines()).contains(expected.copy().put("type", "vote"));
    }

    @Test
    void storesNoTimestampIfThereIsNone() {
        api.post("/votes", TIMED);
        api.post("/votes", Samples.VOTE).hasStatus(200);

        assertThat(stored()).doesNotContainKey("timestamp");
    }

    @Test
    void refusesATimestampOutOfBounds() {
        String future = Timestamps.format(Instant.now().plusSeconds(700));

        api.post("/votes", TIMED.replaceAll("2022-[^\"]+", future)).isProblem(400, "#/timestamp");
        api.post("/votes", TIMED.replaceAll("2022-[^\"]+", "1900-01-01T00:00:00Z"))
                .isProblem(400, "#/timestamp");
        api.post("/votes", TIMED.replaceAll("2022-[^\"]+", "today")).isProblem(400, "#/timestamp");
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void acceptsATimedVoteInABatch() {
        api.post("/events", "{\"events\":[{\"type\":\"VOTE\"," + TIMED.substring(1) + "]}")
                .hasStatus(200);

        assertThat(stored()).containsEntry("timestamp", AttributeValue.fromS(Samples.TIME));
    }

    private static Map<String, AttributeValue> stored() {
        return api.dynamoDb.items().iterator().next();
    }
}
