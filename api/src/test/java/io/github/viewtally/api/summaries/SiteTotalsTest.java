package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The totals and the series of all videos together, which are the sums over eight buckets. */
class SiteTotalsTest {

    private static final String RANGE = "from=2022-01-02T00:00:00Z&to=2022-01-02T02:00:00Z";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of());

    @Test
    void areZeroBeforeTheFirstEvent() {
        assertThat(totals()).isEqualTo(json(0L, 0L, 0L, 0L));
    }

    @Test
    void addTheBucketsUpInOneRead() {
        store("0", "SUMMARY", "SITE_SUMMARY", "5", "50", "2", "0");
        store("3", "SUMMARY", "SITE_SUMMARY", "-1", "-10", "0", "3");
        store("7", "SUMMARY", "SITE_SUMMARY", "1", "2", "3", "4");

        assertThat(totals()).isEqualTo(json(5L, 42L, 5L, 7L));
        assertThat(api.dynamoDb.calls()).singleElement().isInstanceOf(BatchGetItemRequest.class);
    }

    @Test
    void areExactAtTheLimitOf64BitsAndNullAboveIt() {
        store("0", "SUMMARY", "SITE_SUMMARY", "9223372036854775807", "9223372036854775807", "-5", "0.5");
        store("1", "SUMMARY", "SITE_SUMMARY", "1", "-1", "3", "0");
        store("2", "SUMMARY", "SITE_SUMMARY", "0", "1", "0", "0");

        assertThat(totals()).isEqualTo(json(null, Long.MAX_VALUE, 0L, null));
    }

    @Test
    void addTheHoursOfAllBucketsUp() {
        store("0", "HOUR#2022-01-02T00", "SITE_HOUR", "1", "10", "1", "0");
        store("7", "HOUR#2022-01-02T00", "SITE_HOUR", "2", "20", "0", "1");
        store("4", "HOUR#2022-01-02T01", "SITE_HOUR", "4", "40", "0", "0");
        store("4", "HOUR#2022-01-02T02", "SITE_HOUR", "8", "80", "0", "0");

        assertThat(api.get("/totals/stats?" + RANGE).hasStatus(200).json())
                .isEqualTo(
                        new JsonObject(
                                """
                        {"step":"hour",
                         "from":"2022-01-02T00:00:00.000000+00:00","to":"2022-01-02T02:00:00.000000+00:00",
                         "items":[
                          {"start":"2022-01-02T00:00:00.000000+00:00","views":3,"duration":30,"likes":1,"dislikes":1},
                          {"start":"2022-01-02T01:00:00.000000+00:00","views":4,"duration":40,"likes":0,"dislikes":0}]}"""));
        assertThat(api.dynamoDb.calls()).hasSize(8).allMatch(QueryRequest.class::isInstance);
    }

    @Test
    void haveDaysOfATimeZone() {
        store("1", "HOUR#2022-03-26T23", "SITE_HOUR", "1", "10", "0", "0");
        store("2", "HOUR#2022-03-27T21", "SITE_HOUR", "2", "20", "0", "0");
        store("3", "HOUR#2022-03-27T22", "SITE_HOUR", "4", "40", "0", "0");

        JsonObject stats = api.get(
                        "/totals/stats?step=day&tz=Europe/Berlin&from=2022-03-27T12:00:00Z&to=2022-03-28T12:00:00Z")
                .hasStatus(200)
                .json();

        assertThat(stats.getString("tz")).isEqualTo("Europe/Berlin");
        assertThat(stats.getJsonArray("items").getJsonObject(0).getString("date"))
                .isEqualTo("2022-03-27");
        assertThat(stats.getJsonArray("items").getJsonObject(0).getLong("views"))
                .isEqualTo(3);
    }

    @Test
    void areNotFoundAmongVideosAndUsers() {
        store("0", "SUMMARY", "SITE_SUMMARY", "5", "50", "2", "0");

        for (String kind : new String[] {"videos", "users"}) {
            assertThat(api.get("/" + kind + "/0/summary").hasStatus(200).json().getLong("views"))
                    .isZero();
            assertThat(api.get("/summaries/" + kind + "?ids=0")
                            .hasStatus(200)
                            .json()
                            .getJsonArray("items")
                            .getJsonObject(0)
                            .getLong("views"))
                    .isZero();
            assertThat(api.get("/summaries/" + kind).hasStatus(200).json().getJsonArray("items"))
                    .isEmpty();
        }
    }

    @Test
    void refuseUnknownParametersAndWrongRanges() {
        api.get("/totals?videoId=5").isProblem(400, "?videoId");
        api.get("/totals/stats?videoId=5").isProblem(400, "?videoId");
        api.get("/totals/stats?from=2022-01-02T01:00:00Z&to=2022-01-02T00:00:00Z")
                .isProblem(400, "?from");
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @Test
    void failIfTheTableRespondsInTooManyPieces() {
        for (int hour = 10; hour < 22; hour++) {
            store("5", "HOUR#2022-01-02T" + hour, "SITE_HOUR", "1", "1", "0", "0");
        }
        api.dynamoDb.evaluateAtMost(1);

        api.get("/totals/stats?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z")
                .isProblem(503);
    }

    private static JsonObject totals() {
        return api.get("/totals").hasStatus(200).json();
    }

    private static JsonObject json(Long views, Long duration, Long likes, Long dislikes) {
        return new JsonObject()
                .put("views", views)
                .put("duration", duration)
                .put("likes", likes)
                .put("dislikes", dislikes);
    }

    private static void store(
            String bucket, String sort, String type, String views, String duration, String likes, String dislikes) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "PK", AttributeValue.fromS("SITE#" + bucket),
                "SK", AttributeValue.fromS(sort),
                "type", AttributeValue.fromS(type),
                "siteBucket", AttributeValue.fromS(bucket),
                "views", AttributeValue.fromN(views),
                "duration", AttributeValue.fromN(duration),
                "likes", AttributeValue.fromN(likes),
                "dislikes", AttributeValue.fromN(dislikes)));
        api.dynamoDb.store(item);
    }
}
