package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryKey.Kind;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.RankKeys;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** All summaries are listed once, ordered by views, with any page size. */
class TopListTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Comparator<Map.Entry<String, Long>> BY_VIEWS =
            Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(TopListTest::laterId);

    private final Map<String, Long> videos = new HashMap<>();

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 2, 7, 49, 50, 51, 100})
    void listsAllInPagesWithTheMostViewsFirst(int limit) {
        Random random = new Random(1);
        IntStream.range(0, 50).forEach(i -> store("v" + i, random.nextInt(40)));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("v0"), Counts.ofView(1)));

        List<TestResponse> pages = api.pages("/summaries/videos?limit=" + limit);

        assertThat(pages).hasSize((49 + limit) / limit);
        assertThat(pages).allSatisfy(page -> assertThat(page.items()).hasSizeLessThanOrEqualTo(limit));
        assertThat(idsOf(pages)).isEqualTo(expected());
    }

    @Test
    void ordersTheMostPopularOfManyThousandExactly() {
        IntStream.range(0, 10_000).forEach(i -> store("v" + i, 1_000_000 / (i + 1)));

        TestResponse first = api.get("/summaries/videos?order=views").hasStatus(200);

        assertThat(ids(first)).isEqualTo(expected().subList(0, 100));
        assertThat(api.dynamoDb.calls()).hasSizeLessThanOrEqualTo(8 + 3);
    }

    /** Some 500 videos share each of the ranks of 500 to 1,000 views. */
    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {37, 100})
    void ordersHundredsOfOneRankExactly(int limit) {
        Random random = new Random(2);
        IntStream.range(0, 2_000).forEach(i -> store("v" + i, 500 + random.nextInt(500)));

        assertThat(idsOf(api.pages("/summaries/videos?limit=" + limit))).isEqualTo(expected());
    }

    /** More than one read returns: every page is still in order, and each video is listed once. */
    @Test
    void listsThousandsWithOneRankOnceInPages() {
        Random random = new Random(3);
        IntStream.range(0, 3_500).forEach(i -> store("v" + i, 900 + random.nextInt(50)));
        assertThat(SummaryRank.of(900)).isEqualTo(SummaryRank.of(949));

        List<TestResponse> pages = api.pages("/summaries/videos?limit=100");

        assertThat(idsOf(pages)).containsExactlyInAnyOrderElementsOf(videos.keySet());
        assertThat(pages).hasSize(35).allSatisfy(page -> assertThat(views(page))
                .isSortedAccordingTo(Comparator.reverseOrder()));
    }

    @Test
    void ordersThousandsOfEqualCountsExactly() {
        IntStream.range(0, 1_500).forEach(i -> store("v" + i, 1));

        assertThat(idsOf(api.pages("/summaries/videos"))).isEqualTo(expected());
        assertThat(api.dynamoDb.calls())
                .as("8 queries and at most 3 reads a page")
                .hasSizeLessThanOrEqualTo(15 * 11);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/summaries/videos, VIDEO, videoId", "/summaries/users, USER, userId"})
    void ordersASummaryWithAnOutdatedRankByItsCount(String path, Kind kind, String idField) {
        store(kind, "a", 100, 100);
        store(kind, "grown", 120, 90);
        store(kind, "shrunk", 80, 110);
        store(kind, "b", 85, 85);

        assertThat(api.get(path).items())
                .extracting(summary -> summary.getString(idField))
                .containsExactly("grown", "a", "b", "shrunk");
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 3, 10, 64})
    void listsSummariesWithAnOutdatedRankOnce(int limit) {
        Random random = new Random(4);
        IntStream.range(0, 300).forEach(i -> {
            long views = random.nextInt(2_000);
            videos.put("v" + i, views);
            store(Kind.VIDEO, "v" + i, views, random.nextInt(4) == 0 ? random.nextInt(2_000) : views);
        });

        List<TestResponse> pages = api.pages("/summaries/videos?limit=" + limit);

        assertThat(idsOf(pages)).containsExactlyInAnyOrderElementsOf(videos.keySet());
        assertThat(pages).allSatisfy(page -> assertThat(views(page)).isSortedAccordingTo(Comparator.reverseOrder()));
    }

    /** A summary that moves between two pages does not affect others. */
    @Test
    void listsUnmovedSummariesEvenIfOthersMoveBetweenPages() {
        Random random = new Random(5);
        IntStream.range(0, 400).forEach(i -> store("v" + i, random.nextInt(300)));
        List<String> stay = expected().stream()
                .filter(id -> Integer.parseInt(id.substring(1)) % 3 != 0)
                .toList();
        List<String> given = new ArrayList<>();

        String cursor = "";
        while (cursor != null) {
            TestResponse page = api.get("/summaries/videos?limit=20" + cursor).hasStatus(200);
            given.addAll(ids(page));
            IntStream.range(0, 134).forEach(i -> store("v" + 3 * i, random.nextInt(300)));
            cursor = page.nextCursor() == null ? null : "&cursor=" + page.nextCursor();
        }

        assertThat(given.stream().filter(stay::contains)).isEqualTo(stay);
    }

    @Test
    void listsASummaryOnceEvenIfTheIndexHasItTwice() {
        store("moved", 100);
        Map<String, AttributeValue> old = new HashMap<>(Samples.summaryItem(
                SummaryKey.video("moved"), Counts.ofView(1), RankKeys.summaryRank(SummaryKey.video("moved"), 50)));
        old.put("SK", AttributeValue.fromS("OLD"));
        api.dynamoDb.store(old);

        assertThat(ids(api.get("/summaries/videos"))).containsExactly("moved");
    }

    /** Other programs write events with any id: the table orders them by their bytes in UTF-8. */
    @Test
    void listsIdsOfAnyAlphabetInPages() {
        for (int i = 0; i < 10; i++) {
            store("\uff21" + i, 1);
            store("\ud83d\ude00" + i, 1);
            store("\u00e9" + i, 1);
        }

        assertThat(idsOf(api.pages("/summaries/videos?limit=4"))).isEqualTo(expected());
    }

    @Test
    void continuesAQueryThatEndsEarly() {
        IntStream.range(0, 60).forEach(i -> store("v" + i, i));
        api.dynamoDb.evaluateAtMost(3);

        assertThat(idsOf(api.pages("/summaries/videos?limit=10"))).isEqualTo(expected());
    }

    @ParameterizedTest(name = "by {0}")
    @ValueSource(ints = {1, 2, 3, 100})
    void keepsThePlaceOfANumberThatCannotBeGiven(int limit) {
        Map<String, String> stored = Map.of(
                "a", "1E+30",
                "b", "9223372036854775808",
                "c", "9223372036854775807",
                "d", "9223372036854775806",
                "e", "12345678901234567890123456789012345678",
                "f", "2",
                "g", "1.5",
                "h", "1",
                "i", "-1E+30",
                "j", "-9223372036854775809");
        stored.forEach((id, views) -> {
            SummaryKey subject = SummaryKey.video(id);
            long near = Totals.nearestLong(new BigDecimal(views));
            Map<String, AttributeValue> item =
                    new HashMap<>(Samples.summaryItem(subject, Counts.ZERO, RankKeys.summaryRank(subject, near)));
            item.put("views", AttributeValue.fromN(views));
            api.dynamoDb.store(item);
        });

        List<TestResponse> pages = api.pages("/summaries/videos?limit=" + limit);

        assertThat(idsOf(pages)).containsExactly("e", "a", "b", "c", "d", "f", "g", "h", "j", "i");
        assertThat(pages.stream().flatMap(page -> views(page).stream()))
                .containsExactly(null, null, null, Long.MAX_VALUE, Long.MAX_VALUE - 1, 2L, null, 1L, null, null);
    }

    private void store(String id, long views) {
        videos.put(id, views);
        store(Kind.VIDEO, id, views, views);
    }

    private static void store(Kind kind, String id, long views, long viewsWhenRanked) {
        SummaryKey subject = new SummaryKey(kind, id);
        api.dynamoDb.store(Samples.summaryItem(
                subject, new Counts(views, 0, 0, 0), RankKeys.summaryRank(subject, viewsWhenRanked)));
    }

    private List<String> expected() {
        return videos.entrySet().stream()
                .sorted(BY_VIEWS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int laterId(Map.Entry<String, Long> one, Map.Entry<String, Long> other) {
        return Arrays.compareUnsigned(
                other.getKey().getBytes(StandardCharsets.UTF_8), one.getKey().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> idsOf(List<TestResponse> pages) {
        return pages.stream().flatMap(page -> ids(page).stream()).toList();
    }

    private static List<String> ids(TestResponse response) {
        return response.items().stream()
                .map(summary -> summary.getString("videoId"))
                .toList();
    }

    private static List<Long> views(TestResponse response) {
        return response.items().stream()
                .map((JsonObject summary) -> summary.getLong("views"))
                .toList();
    }
}
