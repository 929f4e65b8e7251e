package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The series of a video by hours or days, with zeros in the gaps. */
class StatsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("READ_SECONDS", "60")).maxReadTime(Duration.ofSeconds(60));

    @Test
    void returnsZeroForHoursWithoutViews() {
        store("2022-01-01T23", 9, 90);
        store("2022-01-02T00", 1, 10);
        store("2022-01-02T02", 3, 30);
        store("2022-01-02T03", 9, 90);
        api.dynamoDb.store(Samples.hourItem("other", "2022-01-02T01", 9, 90));

        JsonObject stats = get("?from=2022-01-02T00:59:00Z&to=2022-01-02T03:10:00Z");

        assertThat(stats)
                .isEqualTo(
                        new JsonObject(
                                """
                        {"videoId":"v","step":"hour",
                         "from":"2022-01-02T00:00:00.000000+00:00","to":"2022-01-02T03:00:00.000000+00:00",
                         "items":[
                          {"start":"2022-01-02T00:00:00.000000+00:00","views":1,"duration":10,"likes":0,"dislikes":0},
                          {"start":"2022-01-02T01:00:00.000000+00:00","views":0,"duration":0,"likes":0,"dislikes":0},
                          {"start":"2022-01-02T02:00:00.000000+00:00","views":3,"duration":30,"likes":0,"dislikes":0}]}"""));
    }

    @Test
    void sumsDaysInUtc() {
        store("2022-01-01T23", 1, 10);
        store("2022-01-02T00", 2, 20);
        store("2022-01-02T23", 3, 30);
        store("2022-01-04T00", 4, 40);

        JsonObject stats = get("?step=day&from=2022-01-01T12:00:00Z&to=2022-01-05T01:30:00%2B02:00");

        assertThat(views(stats)).containsExactly(1L, 5L, 0L);
        assertThat(stats.getString("to")).isEqualTo("2022-01-04T00:00:00.000000+00:00");
    }

    @ParameterizedTest(name = "by the {0}")
    @CsvSource({"hour, 24, HOURS", "day, 30, DAYS"})
    void returnsTheLatestPointsByDefault(String step, int points, ChronoUnit unit) {
        Instant before = Instant.now();
        JsonObject stats = get("?step=" + step);
        Instant after = Instant.now();

        Instant to = OffsetDateTime.parse(stats.getString("to")).toInstant();
        assertThat(to.minus(1, unit)).isBetween(before.truncatedTo(unit), after.truncatedTo(unit));
        assertThat(Duration.between(
                        OffsetDateTime.parse(stats.getString("from")).toInstant(), to))
                .isEqualTo(unit.getDuration().multipliedBy(points));
        assertThat(views(stats)).hasSize(points).containsOnly(0L);
    }

    @Test
    void returnsNoPointsForAnEmptyRange() {
        assertThat(views(get("?from=2022-01-02T00:10:00Z&to=2022-01-02T00:50:00Z")))
                .isEmpty();
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0} .. {1} by the {2}")
    @CsvSource({
        "2022-01-02T01:00:00Z, 2022-01-02T00:00:00Z, hour",
        "2022-01-01T00:00:00Z, 2022-02-11T17:00:00Z, hour",
        "2022-01-01T00:00:00Z, 2024-09-28T00:00:00Z, day",
        "0000-01-01T00:00:00Z, 9999-12-31T23:59:59Z, day"
    })
    void refusesAStartAfterTheEndOrTooFarBeforeIt(String from, String to, String step) {
        api.get("/videos/v/stats?from=" + from + "&to=" + to + "&step=" + step).isProblem(400, "?from");
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "up to {0} by the {1}")
    @CsvSource({
        "0000-01-01T00:00:00Z, hour",
        "0000-01-01T00:59:59.999999Z, hour",
        "0000-01-01T23:59:59Z, hour",
        "0000-01-01T00:00:00Z, day",
        "0000-01-30T23:59:59.999999999Z, day"
    })
    void refusesEndBeforeWhichTheUsualSpanWouldBeginBeforeTheYear0(String to, String step) {
        api.get("/videos/v/stats?to=" + to + "&step=" + step).isProblem(400, "?to");
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0} by the {1}")
    @CsvSource({
        "to=0000-01-02T00:00:00Z, hour, 0000-01-01T00, 0000-01-02T00, 24",
        "to=0000-01-31T00:00:00Z, day, 0000-01-01T00, 0000-01-31T00, 30",
        "from=0000-01-01T00:00:00Z&to=0000-01-01T00:00:00Z, hour, 0000-01-01T00, 0000-01-01T00, 0",
        "from=0000-01-01T00:30:00Z&to=0000-01-01T10:30:00Z, hour, 0000-01-01T00, 0000-01-01T10, 10",
        "from=0000-01-01T23:00:00Z&to=0000-01-03T01:00:00Z, day, 0000-01-01T00, 0000-01-03T00, 2",
        "to=9999-12-31T23:59:59.999999999Z, hour, 9999-12-30T23, 9999-12-31T23, 24",
        "to=9999-12-31T23:59:59.999999Z, day, 9999-12-01T00, 9999-12-31T00, 30"
    })
    void returnsWholeStepsWithinTheYears0To9999(String query, String step, String from, String to, int points) {
        JsonObject stats = get("?" + query + "&step=" + step);

        assertThat(stats.getString("from")).isEqualTo(from + ":00:00.000000+00:00");
        assertThat(stats.getString("to")).isEqualTo(to + ":00:00.000000+00:00");
        assertThat(views(stats)).hasSize(points);
    }

    @ParameterizedTest(name = "from={0}")
    @CsvSource({"2022-01-01T00:00:00Z", "9999-12-31T00:00:00Z"})
    void refusesAStartTooFarBeforeNow(String from) {
        api.get("/videos/v/stats?from=" + from).isProblem(400, "?from");
    }

    @ParameterizedTest(name = "{0} .. {1} by the {2}")
    @CsvSource({
        "2022-01-01T00:00:00Z, 2022-02-11T16:59:00Z, hour",
        "2022-01-01T00:00:00Z, 2024-09-27T23:59:59Z, day",
        "9999-12-01T00:00:00Z, 9999-12-31T23:59:59Z, hour"
    })
    void returnsUpToTheMaximumOfPoints(String from, String to, String step) {
        assertThat(views(get("?from=" + from + "&to=" + to + "&step=" + step))).hasSizeBetween(700, 1_000);
    }

    @Test
    void readsYearsOfHoursInFewQueries() {
        Instant first = Instant.parse("2022-01-01T00:00:00Z");
        LongStream.range(0, 1_000 * 24)
                .forEach(hour ->
                        store(first.plus(hour, ChronoUnit.HOURS).toString().substring(0, 13), 1, 2));
        api.dynamoDb.evaluateAtMost(5_000);

        JsonObject stats = get("?step=day&from=2022-01-01T00:00:00Z&to=2024-09-27T00:00:00Z");

        assertThat(views(stats)).hasSize(1_000).containsOnly(24L);
        assertThat(api.dynamoDb.calls()).hasSizeLessThanOrEqualTo(10).allMatch(QueryRequest.class::isInstance);
    }

    @Test
    void failsIfTheTableRespondsInTooManyPieces() {
        LongStream.range(0, 20).forEach(hour -> store(String.format(Locale.ROOT, "2022-01-02T%02d", hour), 1, 2));
        api.dynamoDb.evaluateAtMost(1);

        api.get("/videos/v/stats?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z")
                .isProblem(503);
    }

    @Test
    void sumsHoursExactlyAndReturnsNullOutOfRange() {
        storeNumbers("2022-01-02T00", "9223372036854775807", "4611686018427387904");
        storeNumbers("2022-01-02T01", "1", "4611686018427387903");
        storeNumbers("2022-01-03T00", "1E+30", "0.5");
        storeNumbers("2022-01-04T00", "-9223372036854775808", "-1");
        storeNumbers("2022-01-04T01", "-1", "1");

        assertThat(items("?step=day&from=2022-01-02T00:00:00Z&to=2022-01-05T00:00:00Z"))
                .containsExactly(
                        point("2022-01-02T00", null, Long.MAX_VALUE).put("date", "2022-01-02"),
                        point("2022-01-03T00", null, null).put("date", "2022-01-03"),
                        point("2022-01-04T00", null, 0L).put("date", "2022-01-04"));
        assertThat(items("?from=2022-01-02T00:00:00Z&to=2022-01-02T01:00:00Z"))
                .containsExactly(point("2022-01-02T00", Long.MAX_VALUE, 4_611_686_018_427_387_904L));
    }

    @Test
    void sumsTheVotesOfTheHours() {
        store("2022-01-02T00", 1, 10);
        storeVotes("2022-01-02T01", 2, 1);
        storeVotes("2022-01-02T02", 3, 0);

        assertThat(items("?step=day&from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z"))
                .containsExactly(point("2022-01-02T00", 1L, 10L)
                        .put("date", "2022-01-02")
                        .put("likes", 5L)
                        .put("dislikes", 1L));
    }

    /** An hour as it is after votes, and no views. */
    private static void storeVotes(String hour, long likes, long dislikes) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.hourItem("v", hour, 0, 0));
        item.put("likes", AttributeValue.fromN(Long.toString(likes)));
        item.put("dislikes", AttributeValue.fromN(Long.toString(dislikes)));
        api.dynamoDb.store(item);
    }

    private static void storeNumbers(String hour, String views, String duration) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.hourItem("v", hour, 0, 0));
        item.put("views", AttributeValue.fromN(views));
        item.put("duration", AttributeValue.fromN(duration));
        api.dynamoDb.store(item);
    }

    private static List<JsonObject> items(String query) {
        return get(query).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject point(String hour, Long views, Long duration) {
        return new JsonObject()
                .put("start", hour + ":00:00.000000+00:00")
                .put("views", views)
                .put("duration", duration)
                .put("likes", 0L)
                .put("dislikes", 0L);
    }

    private static void store(String hour, long views, long duration) {
        api.dynamoDb.store(Samples.hourItem("v", hour, views, duration));
    }

    private static JsonObject get(String query) {
        return api.get("/videos/v/stats" + query).hasStatus(200).json();
    }

    private static List<Long> views(JsonObject stats) {
        return stats.getJsonArray("items").stream()
                .map(point -> ((JsonObject) point).getLong("views"))
                .toList();
    }
}
