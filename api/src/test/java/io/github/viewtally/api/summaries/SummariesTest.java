package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryKey.Kind;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Totals of one, some or all ids are returned as stored. */
class SummariesTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Counts COUNTS = new Counts(3, 9_000_000_000L, 2, 1, 2);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/videos/5/summary, videoId", "/users/5/summary, userId"})
    void returnsZerosForUnknownIds(String path, String idField) {
        assertThat(api.get(path).hasStatus(200).json()).isEqualTo(json(idField, "5", Counts.ZERO));
    }

    @Test
    void separatesAVideoAndAUserWithTheSameId() {
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video("5"), COUNTS));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("5"), new Counts(1, 7, 0, 0, 1)));

        assertThat(api.get("/videos/5/summary").json()).isEqualTo(json("videoId", "5", COUNTS));
        assertThat(api.get("/users/5/summary").json()).isEqualTo(json("userId", "5", new Counts(1, 7, 0, 0, 1)));
    }

    @Test
    void returnsZeroForAMissingCounter() {
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(SummaryKey.video("5"), COUNTS));
        item.keySet().removeAll(List.of("likes", "dislikes"));
        api.dynamoDb.store(item);

        assertThat(api.get("/videos/5/summary").hasStatus(200).json())
                .isEqualTo(json("videoId", "5", new Counts(3, 9_000_000_000L, 0, 0, 2)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/summaries/videos, VIDEO, videoId", "/summaries/users, USER, userId"})
    void returnsTheRequestedIdsInOrder(String path, Kind kind, String idField) {
        for (String id : List.of("a", "b", "c", "d")) {
            api.dynamoDb.store(Samples.summaryItem(new SummaryKey(kind, id), COUNTS));
        }

        TestResponse response = api.get(path + "?ids=d,x,a,c,d").hasStatus(200);

        assertThat(response.items())
                .containsExactly(
                        json(idField, "d", COUNTS),
                        json(idField, "x", Counts.ZERO),
                        json(idField, "a", COUNTS),
                        json(idField, "c", COUNTS));
        assertThat(response.json().getValue("nextCursor")).isNull();
    }

    @Test
    void retriesUnprocessedKeys() {
        storeVideos(List.of("a", "b", "c", "d", "e"));
        api.dynamoDb.processAtMost(2);

        TestResponse response = api.get("/summaries/videos?ids=e,d,c,b,a").hasStatus(200);

        assertThat(ids(response)).containsExactly("e", "d", "c", "b", "a");
        assertThat(response.items()).allMatch(summary -> summary.getLong("views") == 3);
    }

    @Test
    void failsIfAllKeysStayUnprocessed() {
        api.dynamoDb.processAtMost(0);

        api.get("/summaries/videos?ids=a,b").isProblem(503);

        assertThat(api.dynamoDb.calls()).hasSizeBetween(2, 10);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/summaries/videos", "/summaries/users"})
    void returnsAnEmptyPageForAnEmptyTable(String path) {
        assertThat(api.get(path).hasStatus(200).json()).isEqualTo(new JsonObject("{\"items\":[],\"nextCursor\":null}"));
    }

    @Test
    void returnsAHundredSummariesPerPageByDefault() {
        storeVideos(IntStream.range(100, 230).mapToObj(Integer::toString).toList());

        assertThat(api.pages("/summaries/videos"))
                .extracting(page -> page.items().size())
                .containsExactly(100, 30);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "9007199254740993, 9007199254740993",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, 0",
        "1E+3, 1000",
        "7.00, 7",
        "-3, 0",
        "9223372036854775808, null",
        "-9223372036854775809, null",
        "18446744073709551617, null",
        "1E+30, null",
        "-1E+30, null",
        "12345678901234567890123456789012345678, null",
        "9.9999999999999999999999999999999999999E+125, null",
        "1E-130, null",
        "1.5, null"
    })
    void returnsExactTotalsOrNull(String stored, String given) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(SummaryKey.video("5"), COUNTS));
        for (String counter : List.of("views", "duration", "likes", "dislikes", "viewers")) {
            item.put(counter, AttributeValue.fromN(stored));
        }
        api.dynamoDb.store(item);
        String expected = String.format(
                Locale.ROOT,
                "{\"videoId\":\"5\",\"views\":%1$s,\"duration\":%1$s,\"likes\":%1$s,\"dislikes\":%1$s,\"viewers\":%1$s}",
                given);

        for (String path : List.of("/videos/5/summary", "/summaries/videos", "/summaries/videos?ids=5")) {
            assertThat(api.get(path).hasStatus(200).body().toString()).contains(expected);
        }
    }

    private static void storeVideos(List<String> ids) {
        ids.forEach(id -> api.dynamoDb.store(Samples.summaryItem(SummaryKey.video(id), COUNTS)));
    }

    private static List<String> ids(TestResponse response) {
        return response.items().stream()
                .map(summary -> summary.getString("videoId"))
                .toList();
    }

    private static JsonObject json(String idField, String id, Counts counts) {
        return new JsonObject()
                .put(idField, id)
                .put("views", counts.views())
                .put("duration", counts.duration())
                .put("likes", counts.likes())
                .put("dislikes", counts.dislikes())
                .put(idField.equals("userId") ? "videos" : "viewers", counts.viewers());
    }
}
