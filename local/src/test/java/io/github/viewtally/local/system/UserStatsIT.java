package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.HourItems;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The series of a user in the whole system: counted, read by hours and by days of a time zone, and repaired. */
class UserStatsIT {

    private static final String HOURS = "/users/a/stats?from=2022-03-26T22:00:00Z&to=2022-03-27T00:00:00Z";
    private static final String DAY =
            "/users/a/stats?step=day&tz=Europe/Berlin&from=2022-03-27T12:00:00Z&to=2022-03-28T12:00:00Z";

    private TestSystem system;
    private JsonClient api;

    @BeforeEach
    void start() {
        system = new TestSystem(
                Map.of("USER_STATS", "true", "CACHE_MS", "0", "AUDIT_SECONDS", "1"),
                Map.of("BatchingWindowSeconds", "0"));
        api = new JsonClient(system.url());
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void followsViewsVotesAndDeletions() throws Exception {
        post("/views", "a", "v", "2022-03-26T22:30:00.000000+00:00");
        post("/views", "a", "w", "2022-03-26T23:30:00.000000+00:00");
        post("/views", "b", "v", "2022-03-26T23:30:00.000000+00:00");
        post("/votes", "a", "v", "2022-03-26T23:45:00.000000+00:00");

        await().untilAsserted(() -> {
            assertThat(point(HOURS, 0)).isEqualTo(counts("2022-03-26T22:00:00", 1, 7, 0));
            assertThat(point(HOURS, 1)).isEqualTo(counts("2022-03-26T23:00:00", 1, 7, 1));
        });
        assertThat(point(DAY, 0))
                .isEqualTo(counts("2022-03-26T23:00:00", 1, 7, 1).put("date", "2022-03-27"));

        api.delete("/users/a/views/w/2022-03-26T23:30:00.000000+00:00");
        api.delete("/users/a/votes/v");
        await().untilAsserted(() -> assertThat(point(HOURS, 1)).isEqualTo(counts("2022-03-26T23:00:00", 0, 0, 0)));
    }

    @Test
    void isRepairedByTheAudit() throws Exception {
        post("/views", "a", "v", "2022-03-26T22:30:00.000000+00:00");
        await().untilAsserted(() -> assertThat(point(HOURS, 0)).isEqualTo(counts("2022-03-26T22:00:00", 1, 7, 0)));
        system.client().deleteItem(request -> request.tableName(TestTable.NAME)
                .key(HourItems.key(new HourKey(SummaryKey.user("a"), "2022-03-26T22"))));
        system.startAudits();

        await().untilAsserted(() -> assertThat(point(HOURS, 0)).isEqualTo(counts("2022-03-26T22:00:00", 1, 7, 0)));
    }

    private void post(String path, String userId, String videoId, String timestamp) throws Exception {
        JsonObject event =
                new JsonObject().put("userId", userId).put("videoId", videoId).put("timestamp", timestamp);
        api.post(path, path.equals("/views") ? event.put("duration", 7) : event.put("voteType", "LIKE"));
    }

    private JsonObject point(String uri, int number) throws Exception {
        return api.get(uri).getJsonArray("items").getJsonObject(number);
    }

    private static JsonObject counts(String start, long views, long duration, long likes) {
        return new JsonObject()
                .put("start", start + ".000000+00:00")
                .put("views", views)
                .put("duration", duration)
                .put("likes", likes)
                .put("dislikes", 0L);
    }
}
