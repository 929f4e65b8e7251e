package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** With a minimum duration, a shorter view is stored as one that does not count. */
class UncountedViewsTest {

    private static final AttributeValue ZERO = AttributeValue.fromN("0");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("MIN_VIEW_SECONDS", "30"));

    @BeforeEach
    void reset() {
        api.dynamoDb.reset();
    }

    @Test
    void storesAViewBelowTheMinimumAsOneThatDoesNotCount() {
        JsonObject response = api.post("/views", view(29)).hasStatus(201).json();

        assertThat(response).isEqualTo(new JsonObject(view(29)).put("counts", false));
        assertThat(stored()).containsEntry("counts", ZERO).containsEntry("duration", AttributeValue.fromN("29"));
    }

    @Test
    void storesALongEnoughViewWithoutTheAttribute() {
        assertThat(api.post("/views", view(30)).hasStatus(201).json()).isEqualTo(new JsonObject(view(30)));

        assertThat(stored()).doesNotContainKey("counts");
    }

    @Test
    void countsAViewFromTheMinimumOnAndNotWhenItShrinks() {
        api.post("/views", view(29));
        api.post("/views", view(31));
        assertThat(stored()).doesNotContainKey("counts");

        api.post("/views", view(5));
        assertThat(stored()).containsEntry("counts", ZERO);
    }

    @Test
    void decidesForEachEventOfABatch() {
        String both = "{\"events\":[{\"type\":\"VIEW\"," + view(29).substring(1) + ",{\"type\":\"VIEW\","
                + view(30).replace("\"u\"", "\"w\"").substring(1) + "]}";

        assertThat(api.post("/events", both).hasStatus(200).json().getInteger("accepted"))
                .isEqualTo(2);

        assertThat(api.get("/videos/v/views").items())
                .containsExactly(ofVideo("u", 29).put("counts", false), ofVideo("w", 30));
    }

    @Test
    void listsAndExportsWhichViewsDoNotCount() {
        api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:00:00Z"));
        api.post("/views", view(29));

        assertThat(api.get("/users/u/views").items())
                .containsExactly(
                        ofUser(35, "2022-01-02T00:00:00Z"),
                        ofUser(29, Samples.TIME).put("counts", false));
        assertThat(api.get("/users/u/export").lines())
                .contains(ofUser(29, Samples.TIME).put("type", "view").put("counts", false));
    }

    @Test
    void refusesTheFieldInARequest() {
        api.post("/views", view(29).replace("}", ",\"counts\":true}")).isProblem(400, "#/counts");
    }

    private static String view(int duration) {
        return Samples.VIEW.replace("35", Integer.toString(duration));
    }

    private static JsonObject ofVideo(String userId, int duration) {
        return new JsonObject().put("userId", userId).put("duration", duration).put("timestamp", Samples.TIME);
    }

    private static JsonObject ofUser(int duration, String timestamp) {
        return new JsonObject().put("videoId", "v").put("duration", duration).put("timestamp", timestamp);
    }

    private static Map<String, AttributeValue> stored() {
        return api.dynamoDb.items().iterator().next();
    }
}
