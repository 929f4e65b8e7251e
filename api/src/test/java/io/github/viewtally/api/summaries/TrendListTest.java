package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Videos are listed by the views that they have, each weighed by its age. */
class TrendListTest {

    private static final HalfLife DAY = HalfLife.DEFAULT;
    private static final String TRENDING = "/summaries/videos?order=trending";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Map<String, TrendScore> scores = new HashMap<>();

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 7, 50, 100})
    void listsVideosInExactOrderInPages(int limit) {
        Random random = new Random(limit);
        IntStream.range(0, 150)
                .forEach(i -> store(
                        "v" + i, Map.of(random.nextInt(900), 1L + random.nextInt(20), random.nextInt(50), 1L + i % 3)));
        store("often", Map.of(0, 50L));
        store("seldom", Map.of(24 * 60, 50L));

        List<TestResponse> pages = api.pages(TRENDING + "&limit=" + limit);

        assertThat(pages).hasSize((151 + limit) / limit);
        assertThat(pages.stream().flatMap(page -> page.items().stream()))
                .extracting(item -> item.getString("videoId"))
                .isEqualTo(scores.entrySet().stream()
                        .sorted(Map.Entry.<String, TrendScore>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey())
                                .reversed())
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(pages.stream().flatMap(page -> page.items().stream()).map(item -> item.getDouble("trend")))
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void showsTheViewsWeighedByTheirAgeInFullHours() {
        store("v", Map.of(0, 10L, 24, 100L, 48, 1L));
        store("old", Map.of(24 * 200, 1_000_000L));

        List<Double> trends = api.get(TRENDING).hasStatus(200).items().stream()
                .map(item -> item.getDouble("trend"))
                .toList();

        // If an hour has begun since the summaries were stored, the weights have decreased by 3 %.
        assertThat(trends.get(0)).isCloseTo(60.25, within(2.0));
        assertThat(trends.get(1)).isZero();
    }

    @Test
    void doesNotListVideosWithoutAViewNorUsers() {
        store("v", Map.of(0, 1L));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video("liked"), Counts.ZERO));

        assertThat(api.get(TRENDING).items())
                .extracting(item -> item.getString("videoId"))
                .containsExactly("v");
        api.get("/summaries/users?order=trending").isProblem(400, "?order");
    }

    @Test
    void refusesACursorOfAnotherOrder() {
        IntStream.range(0, 3).forEach(i -> store("v" + i, Map.of(0, 1L)));
        String byTrend = api.get(TRENDING + "&limit=1").nextCursor();
        String byViews = api.get("/summaries/videos?limit=1").nextCursor();

        api.get("/summaries/videos?cursor=" + byTrend).isProblem(400, "?cursor");
        api.get("/summaries/videos?order=views&cursor=" + byTrend).isProblem(400, "?cursor");
        api.get(TRENDING + "&cursor=" + byViews).isProblem(400, "?cursor");
        api.get(TRENDING + "&cursor=" + byTrend).hasStatus(200);
    }

    @Test
    void cachesTheOrdersApart() {
        store("v", Map.of(0, 1L));

        assertThat(api.get("/summaries/videos").items().get(0).containsKey("trend"))
                .isFalse();
        assertThat(api.get(TRENDING).items().get(0).containsKey("trend")).isTrue();
        assertThat(api.get("/summaries/videos").items().get(0).containsKey("trend"))
                .isFalse();
    }

    /** An event of another program may have any timestamp. */
    @Test
    void ignoresViewsThatAreFarInTheFuture() {
        store("v", Map.of(-24 * 365, 1_000L, 0, 1L));
        store("w", Map.of(0, 2L));

        assertThat(api.get(TRENDING).items())
                .extracting(item -> item.getString("videoId"))
                .containsExactly("w", "v");
    }

    private void store(String id, Map<Integer, Long> viewsByAge) {
        Map<String, Long> byHour = new HashMap<>();
        viewsByAge.forEach((age, views) -> byHour.merge(
                HourKey.of(SummaryKey.video(id), Instant.now().minus(Duration.ofHours(age)))
                        .hour(),
                views,
                Long::sum));
        TrendScore sums = DAY.weigh(new HourlyViews(byHour));
        TrendScore score = sums.upTo(DAY.latestEpoch(Instant.now()));
        scores.put(id, score);
        Map<String, AttributeValue> item =
                new HashMap<>(Samples.summaryItem(SummaryKey.video(id), new Counts(1, 0, 0, 0)));
        sums.byEpoch()
                .forEach((epoch, sum) ->
                        item.put(TrendItems.attribute(DAY, epoch), AttributeValue.fromN(Long.toString(sum))));
        Place place = Place.of(SummaryKey.video(id), DAY, score);
        item.put("GSI3PK", AttributeValue.fromS(place.partition()));
        item.put("GSI3SK", AttributeValue.fromS(place.sortKey()));
        api.dynamoDb.store(item);
    }
}
