package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a plausible speed, nobody can have watched longer than the time since the view began. */
class PlausibleSpeedTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("PLAUSIBLE_SPEED", "2"));

    @BeforeEach
    void reset() {
        api.dynamoDb.reset();
    }

    @Test
    void acceptsAViewThatCanHaveLastedSoLong() {
        api.post("/views", view(Duration.ofSeconds(-100), 200)).hasStatus(201);
        api.post("/views", view(Duration.ofDays(-100), 86_400)).hasStatus(201);
        api.post("/views", view(Duration.ofSeconds(300), 10)).hasStatus(201);
        api.post("/views", "{\"userId\":\"u\",\"videoId\":\"v\",\"duration\":10}")
                .hasStatus(201);
    }

    @Test
    void refusesALongerViewAndNamesTheDuration() {
        TestResponse response = api.post("/views", view(Duration.ofSeconds(-100), 400));

        response.isProblem(400, "#/duration");
        assertThat(response.json().getJsonArray("errors").getJsonObject(0).getString("detail"))
                .matches("must not be more than 2[1-9][0-9] for a view that started at its" + " timestamp");
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void refusesALongViewWithoutATimestamp() {
        api.post("/views", "{\"userId\":\"u\",\"videoId\":\"v\",\"duration\":11}")
                .isProblem(400, "#/duration");
    }

    @Test
    void rejectsOnlyTheImplausibleViewOfABatch() {
        String events = "{\"events\":[{\"type\":\"VIEW\","
                + view(Duration.ofSeconds(-100), 400).substring(1) + ",{\"type\":\"VOTE\"," + Samples.VOTE.substring(1)
                + "]}";

        JsonObject response = api.post("/events", events).hasStatus(200).json();

        assertThat(response.getInteger("accepted")).isEqualTo(1);
        assertThat(response.getJsonArray("rejected")
                        .getJsonObject(0)
                        .getJsonObject("problem")
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("#/events/0/duration");
    }

    @Test
    void reportsAnInvalidTimestampAlone() {
        String view = view(Duration.ZERO, 400);
        String invalid = view.replaceAll("\"timestamp\":\"[^\"]+\"", "\"timestamp\":\"today\"");

        // Exactly this fault: without a valid timestamp, no duration is implausible.
        api.post("/views", invalid).isProblem(400, "#/timestamp");
    }

    private static String view(Duration fromNow, int duration) {
        return new JsonObject(Samples.VIEW)
                .put("duration", duration)
                .put("timestamp", Timestamps.format(Instant.now().plus(fromNow)))
                .encode();
    }
}
