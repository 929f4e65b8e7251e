package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The series of a user by hours or days, which the operator turns on. */
class UserStatsTest {

    private static final String RANGE = "from=2022-01-02T00:00:00Z&to=2022-01-02T02:00:00Z";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("CACHE_MS", "60000"));

    @RegisterExtension
    static final ApiUnderTest off = new ApiUnderTest(Map.of("USER_STATS", "false"));

    @Test
    void addsTheVotesAndViewsOfTheUserOnly() {
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("a"), "2022-01-02T00", 2, 20));
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("b"), "2022-01-02T00", 4, 40));
        api.dynamoDb.store(Samples.hourItem(SummaryKey.video("a"), "2022-01-02T00", 8, 80));

        assertThat(get("/users/a/stats?" + RANGE))
                .isEqualTo(
                        new JsonObject(
                                """
                        {"userId":"a","step":"hour",
                         "from":"2022-01-02T00:00:00.000000+00:00","to":"2022-01-02T02:00:00.000000+00:00",
                         "items":[
                          {"start":"2022-01-02T00:00:00.000000+00:00","views":2,"duration":20,"likes":0,"dislikes":0},
                          {"start":"2022-01-02T01:00:00.000000+00:00","views":0,"duration":0,"likes":0,"dislikes":0}]}"""));
    }

    @Test
    void isCachedApartFromTheSeriesOfAVideoWithTheSameId() {
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("same"), "2022-01-02T00", 2, 20));
        api.dynamoDb.store(Samples.hourItem(SummaryKey.video("same"), "2022-01-02T00", 8, 80));

        assertThat(views("/videos/same/stats?" + RANGE)).isEqualTo(8);
        assertThat(views("/users/same/stats?" + RANGE)).isEqualTo(2);
    }

    @Test
    void hasDaysOfATimeZone() {
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("z"), "2022-03-26T23", 1, 10));
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("z"), "2022-03-27T21", 2, 20));
        api.dynamoDb.store(Samples.hourItem(SummaryKey.user("z"), "2022-03-27T22", 4, 40));

        assertThat(views("/users/z/stats?step=day&tz=Europe/Berlin&from=2022-03-27T12:00:00Z&to=2022-03-28T12:00:00Z"))
                .isEqualTo(3);
    }

    @Test
    void isNotFoundWhileItIsOff() {
        off.dynamoDb.store(Samples.hourItem(SummaryKey.user("a"), "2022-01-02T00", 2, 20));

        TestResponse response = off.get("/users/a/stats?" + RANGE);

        response.isProblem(404);
        assertThat(response.json().getString("detail")).contains("USER_STATS");
        assertThat(off.dynamoDb.calls()).isEmpty();
    }

    private static JsonObject get(String uri) {
        return api.get(uri).hasStatus(200).json();
    }

    private static long views(String uri) {
        return get(uri).getJsonArray("items").getJsonObject(0).getLong("views");
    }
}
