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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new view may not be from the future and, with a setting, not from long ago. */
class TimestampBoundsTest {

    private static final String FUTURE = "must not be more than 600 seconds in the future";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @RegisterExtension
    static final ApiUnderTest strict = new ApiUnderTest(Map.of("MAX_FUTURE_SECONDS", "0", "MAX_PAST_DAYS", "2"));

    @ParameterizedTest(name = "{0} from now")
    @CsvSource({"PT-24H", "PT0S", "PT590S"})
    void acceptsViewOfThePastAndOfTheNearFuture(Duration fromNow) {
        String view = view(fromNow);

        assertThat(api.post("/views", view).hasStatus(201).json()).isEqualTo(new JsonObject(view));
        assertThat(api.post("/events", events(view)).hasStatus(200).json().getInteger("accepted"))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} from now")
    @CsvSource({"PT610S", "PT24H", "P36500D"})
    void refusesViewOfTheFutureAndNamesTheBound(Duration fromNow) {
        refuses(api, view(fromNow), FUTURE);
    }

    @Test
    void refusesViewOfYear9999() {
        refuses(api, Samples.VIEW.replace(Samples.TIME, "9999-12-31T23:59:59.999999Z"), FUTURE);
        refuses(api, Samples.VIEW.replace(Samples.TIME, "9999-12-31T23:59:59.999999-00:00"), FUTURE);
    }

    @Test
    void respectsTheConfiguredBounds() {
        strict.post("/views", view(Duration.ofMinutes(-1))).hasStatus(201);
        strict.post("/views", view(Duration.ofHours(-47))).hasStatus(201);
        strict.dynamoDb.reset();
        refuses(strict, view(Duration.ofMinutes(1)), "must not be more than 0 seconds in the future");
        refuses(strict, view(Duration.ofHours(-49)), "must not be more than 2 days in the past");
        refuses(
                strict,
                Samples.VIEW.replace(Samples.TIME, "0000-01-01T00:00:00Z"),
                "must not be more than 2 days in the past");
    }

    @Test
    void assignsTimestampsForAnyBounds() {
        String view = "{\"userId\":\"u\",\"videoId\":\"v\",\"duration\":35}";

        strict.post("/views", view).hasStatus(201);
        assertThat(strict.post("/events", events(view)).json().getInteger("accepted"))
                .isEqualTo(1);
    }

    @Test
    void reportsTheBoundWithTheOtherErrors() {
        TestResponse response = api.post("/views", view(Duration.ofDays(1)).replace("35", "-1"));

        response.hasStatus(400);
        assertThat(response.json().getJsonArray("errors"))
                .extracting(error -> ((JsonObject) error).getString("pointer"))
                .containsExactly("#/duration", "#/timestamp");
    }

    @Test
    void listsAndDeletesStoredViewsOutsideTheBounds() {
        strict.dynamoDb.store(Samples.viewItem("u", "9999-12-31T23:59:59.123Z"));
        strict.dynamoDb.store(Samples.viewItem("u", "0000-01-01T00:00:00Z"));
        assertThat(strict.get("/videos/v/views?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z")
                        .items())
                .hasSize(2);

        strict.delete("/users/u/views/v/9999-12-31T23:59:59.123Z").hasStatus(204);
        strict.delete("/users/u/views/v/0000-01-01T00:00:00Z").hasStatus(204);

        assertThat(strict.dynamoDb.items()).isEmpty();
    }

    /** Sends it alone, and in a batch with a valid view, which is stored. */
    private static void refuses(ApiUnderTest api, String view, String detail) {
        TestResponse alone = api.post("/views", view);
        alone.isProblem(400, "#/timestamp");
        assertThat(alone.json().getJsonArray("errors").getJsonObject(0).getString("detail"))
                .isEqualTo(detail);
        assertThat(api.dynamoDb.items()).isEmpty();

        JsonObject both =
                api.post("/events", events(view, Samples.VOTE)).hasStatus(200).json();
        assertThat(both.getInteger("accepted")).isEqualTo(1);
        JsonObject rejection = both.getJsonArray("rejected").getJsonObject(0);
        assertThat(rejection.getInteger("index")).isZero();
        assertThat(rejection.getJsonObject("problem").getJsonArray("errors").getJsonObject(0))
                .isEqualTo(
                        new JsonObject().put("pointer", "#/events/0/timestamp").put("detail", detail));
        assertThat(api.dynamoDb.items()).hasSize(1);
        api.dynamoDb.reset();
    }

    private static String view(Duration fromNow) {
        return new JsonObject(Samples.VIEW)
                .put("timestamp", Timestamps.format(Instant.now().plus(fromNow)))
                .encode();
    }

    private static String events(String view) {
        return "{\"events\":[{\"type\":\"VIEW\"," + view.substring(1) + "]}";
    }

    private static String events(String view, String vote) {
        return events(view).replace("]}", ",{\"type\":\"VOTE\"," + vote.substring(1) + "]}");
    }
}
