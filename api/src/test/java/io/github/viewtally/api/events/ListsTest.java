package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Lists contain each event once, in order, with any page size. */
class ListsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/videos/v/views",
                "/videos/v/likes",
                "/videos/v/dislikes",
                "/users/u/views",
                "/users/u/votes",
            })
    void returnsAnEmptyPageForAnEmptyTable(String path) {
        assertThat(api.get(path).hasStatus(200).json()).isEqualTo(new JsonObject("{\"items\":[],\"nextCursor\":null}"));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"asc, 1", "asc, 7", "asc, 120", "asc, 1000", "desc, 1", "desc, 7", "desc, 119", "desc, 121"})
    void listsEachViewOfAVideoOnceByTime(String order, int limit) {
        List<String> times = storeViewsOfVideo(120);
        if (order.equals("desc")) {
            Collections.reverse(times);
        }

        List<TestResponse> pages = api.pages("/videos/v/views?order=" + order + "&limit=" + limit);

        assertThat(pages).hasSize((119 + limit) / limit);
        assertThat(values(pages, "timestamp")).isEqualTo(times);
    }

    @Test
    void listsOldestViewsFirstWithAHundredPerPage() {
        List<String> times = storeViewsOfVideo(120);

        List<TestResponse> pages = api.pages("/videos/v/views");

        assertThat(pages).extracting(page -> page.items().size()).containsExactly(100, 20);
        assertThat(values(pages, "timestamp")).isEqualTo(times);
        assertThat(pages.get(0).items().get(0))
                .isEqualTo(
                        new JsonObject().put("userId", "u").put("duration", 35).put("timestamp", times.get(0)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 100})
    void listsEachViewOfOneInstantOnce(int limit) {
        List<String> users =
                IntStream.range(100, 107).mapToObj(Integer::toString).toList();
        users.forEach(user -> api.dynamoDb.store(Samples.viewItem(user, Samples.TIME)));

        assertThat(values(api.pages("/videos/v/views?limit=" + limit), "userId"))
                .isEqualTo(users);
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource({
        "'', '', 24.999999 25 25.000 25.000001 25.500 25.500000 26",
        "2022-01-02T00:30:25Z, '', 25 25.000 25.000001 25.500 25.500000 26",
        "'', 2022-01-02T00:30:25Z, 24.999999",
        "2022-01-02T00:30:25Z, 2022-01-02T00:30:25Z, ''",
        "2022-01-02T00:30:25Z, 2022-01-02T00:30:25.000001Z, 25 25.000",
        "2022-01-02T00:30:25.000001Z, 2022-01-02T00:30:25.5Z, 25.000001",
        "2022-01-02T00:30:25.5Z, 2022-01-02T00:30:26Z, 25.500 25.500000",
        "2022-01-02T02:30:25.500001+02:00, 2022-01-01T19:30:26.000001-05:00, 26",
        "2022-01-02T00:30:26.000001Z, '', ''",
        "0000-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z, 24.999999 25 25.000 25.000001 25.500 25.500000 26"
    })
    void includesTheStartOfARangeAndExcludesItsEnd(String from, String to, String expected) {
        for (String seconds : "24.999999 25 25.000 25.000001 25.500 25.500000 26".split(" ")) {
            api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:30:" + seconds + "+00:00"));
        }
        String query = (from.isEmpty() ? "" : "&from=" + Samples.encoded(from))
                + (to.isEmpty() ? "" : "&to=" + Samples.encoded(to));

        for (String order : List.of("asc", "desc")) {
            List<String> seconds =
                    values(api.pages("/videos/v/views?limit=2&order=" + order + query), "timestamp").stream()
                            .map(time -> time.substring(17, time.length() - 6))
                            .toList();

            assertThat(String.join(" ", seconds).split(" ")).containsExactlyInAnyOrder(expected.split(" "));
        }
    }

    private static final List<String> MIXED_SECONDS = List.of(("24.999999999Z 25Z 25+00:00 25.000000001+00:00 25.1Z"
                    + " 25.100000+00:00 25.12Z 25.123+00:00 25.123456Z 25.1234567+00:00 25.5Z 25.9999999Z 26Z 26.000+00:00")
            .split(" "));

    @ParameterizedTest(name = "from {0} to {1}: {2} to before {3}")
    @CsvSource({
        "25, 26, 1, 12",
        "25, 25.000000001, 1, 3",
        "25.000000001, 25.1, 3, 4",
        "25.1, 25.12, 4, 6",
        "25.12, 25.123456, 6, 8",
        "25.123, 25.1234567, 7, 9",
        "25.1234561, 25.9, 9, 11",
        "25.5, 26.000000001, 10, 14",
        "24.5, 24.999999999, 0, 0"
    })
    void selectsViewsByInstantForAllTimestampFormats(String from, String to, int first, int end) {
        MIXED_SECONDS.forEach(seconds -> api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:30:" + seconds)));
        String range = "&from=2022-01-02T00:30:" + from + "Z&to=2022-01-02T00:30:" + to + "Z";

        for (String order : List.of("asc", "desc")) {
            assertThat(values(api.pages("/videos/v/views?limit=2&order=" + order + range), "timestamp"))
                    .extracting(time -> time.substring(17))
                    .containsExactlyInAnyOrderElementsOf(MIXED_SECONDS.subList(first, end));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/v/views?order=asc", "/videos/v/views?order=desc", "/users/u/views?limit=1000"})
    void ordersAPageByTimeForAllTimestampFormats(String path) {
        MIXED_SECONDS.forEach(seconds -> api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:30:" + seconds)));
        api.dynamoDb.store(ListReadsTest.viewOfUser("a"));
        api.dynamoDb.store(ListReadsTest.viewOfUser("w"));
        List<String> page = values(List.of(api.get(path)), "timestamp");
        List<Instant> times = page.stream().map(Instant::parse).toList();
        List<Instant> expected = new ArrayList<>(MIXED_SECONDS.stream()
                .map(seconds -> Instant.parse("2022-01-02T00:30:" + seconds))
                .toList());
        if (path.endsWith("desc")) {
            Collections.reverse(expected);
        }
        if (path.startsWith("/users")) {
            expected.add(0, Instant.parse(Samples.TIME));
            expected.add(Instant.parse(Samples.TIME));
        }

        assertThat(times).isEqualTo(expected);
    }

    @Test
    void listsViewsWithoutAValidTimeInKeyOrder() {
        for (String text : List.of("2022-01-02T00:30:25Z", "2022-01-02T00:30:25x", "2022-01-02T00:30:24.5Z")) {
            api.dynamoDb.store(Samples.viewItem("u", text));
        }

        assertThat(values(List.of(api.get("/videos/v/views")), "timestamp"))
                .containsExactly("2022-01-02T00:30:24.5Z", "2022-01-02T00:30:25Z", "2022-01-02T00:30:25x");
        assertThat(values(List.of(api.get("/videos/v/views?to=2022-01-02T00:30:25.5Z")), "timestamp"))
                .containsExactly("2022-01-02T00:30:24.5Z", "2022-01-02T00:30:25Z");
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"LIKE, 1", "LIKE, 7", "LIKE, 1000", "DISLIKE, 2", "DISLIKE, 60"})
    void listsEachVoterOfAVideoOnceByUser(VoteType type, int limit) {
        for (int i = 100; i < 160; i++) {
            api.dynamoDb.store(EventItems.toItem(new Vote("like" + i, "v", VoteType.LIKE)));
            api.dynamoDb.store(EventItems.toItem(new Vote("dislike" + i, "v", VoteType.DISLIKE)));
            api.dynamoDb.store(EventItems.toItem(new Vote("other" + i, "v2", type)));
            api.dynamoDb.store(Samples.viewItem("viewer" + i, Samples.TIME));
        }
        String word = type.name().toLowerCase(Locale.ROOT);

        List<TestResponse> pages = api.pages("/videos/v/" + word + "s?limit=" + limit);

        assertThat(pages).hasSize((59 + limit) / limit);
        assertThat(values(pages, "userId"))
                .isEqualTo(IntStream.range(100, 160).mapToObj(i -> word + i).toList());
    }

    @Test
    void skipsItemsThatAreNotEvents() {
        List<String> times = storeViewsOfVideo(3);
        api.dynamoDb.store(without("duration", Samples.viewItem("x", times.get(1))));
        api.dynamoDb.store(without("userId", Samples.viewItem("y", times.get(1))));
        Map<String, AttributeValue> negative = new HashMap<>(Samples.viewItem("z", times.get(1)));
        negative.put("duration", AttributeValue.fromN("-1"));
        api.dynamoDb.store(negative);

        assertThat(values(api.pages("/videos/v/views?limit=1"), "timestamp")).isEqualTo(times);
    }

    @Test
    void readsAFullPageWithOneQuery() {
        storeViewsOfVideo(120);

        assertThat(api.get("/videos/v/views?limit=100").items()).hasSize(100);
        assertThat(api.dynamoDb.calls())
                .filteredOn(call ->
                        !(call instanceof GetItemRequest get && get.key().equals(SpreadItems.key("v"))))
                .hasSize(1);
    }

    /** Times of views of video v, in order. */
    private static List<String> storeViewsOfVideo(int count) {
        List<String> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(Timestamps.format(Instant.ofEpochSecond(1_641_083_425L + i)));
        }
        times.forEach(time -> api.dynamoDb.store(Samples.viewItem("u", time)));
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));
        return times;
    }

    static Map<String, AttributeValue> without(String attribute, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> less = new HashMap<>(item);
        less.remove(attribute);
        return less;
    }

    static List<String> values(List<TestResponse> pages, String field) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(element -> element.getString(field))
                .toList();
    }
}
