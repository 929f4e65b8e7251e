package io.github.viewtally.local.lists;

import static io.github.viewtally.model.VoteType.DISLIKE;
import static io.github.viewtally.model.VoteType.LIKE;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.table.EventItems;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random views and some votes. The k-th video and the k-th user occur 1/k times as often as the first. The traffic counts its
 * views, and so it knows the order of the lists.
 */
final class ZipfTraffic {

    /** The order of decision 0006; the ids are ASCII. */
    private static final Comparator<Map.Entry<String, Integer>> MOST_VIEWS_THEN_LAST_ID =
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    private final Random random;
    private final double[] videos;
    private final double[] users;
    private final Map<String, Integer> viewsOfVideos = new HashMap<>();
    private final Map<String, Integer> viewsOfUsers = new HashMap<>();
    private int views;

    ZipfTraffic(long seed, int videos, int users) {
        random = new Random(seed);
        this.videos = weights(videos);
        this.users = weights(users);
    }

    private static double[] weights(int count) {
        double[] cumulative = new double[count];
        Arrays.setAll(cumulative, i -> 1.0 / (i + 1));
        Arrays.parallelPrefix(cumulative, Double::sum);
        return cumulative;
    }

    /** Creates events as items of the table. Each view has its own timestamp. */
    List<Map<String, AttributeValue>> next(int events) {
        return Stream.generate(this::event).limit(events).toList();
    }

    private Map<String, AttributeValue> event() {
        String videoId = "v" + draw(videos);
        String userId = "u" + draw(users);
        if (random.nextInt(10) == 0) {
            return EventItems.toItem(new Vote(userId, videoId, random.nextBoolean() ? LIKE : DISLIKE));
        }
        viewsOfVideos.merge(videoId, 1, Integer::sum);
        viewsOfUsers.merge(userId, 1, Integer::sum);
        String timestamp = String.format(Locale.ROOT, "2026-01-02T00:30:25.%06d+00:00", views++);
        return EventItems.toItem(new View(userId, videoId, random.nextInt(600), timestamp));
    }

    private int draw(double[] cumulative) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** All videos with their views, in the order of the list. */
    List<Map.Entry<String, Integer>> videosByViews() {
        return byViews(viewsOfVideos);
    }

    /** All users with their views, in the order of the list. */
    List<Map.Entry<String, Integer>> usersByViews() {
        return byViews(viewsOfUsers);
    }

    private static List<Map.Entry<String, Integer>> byViews(Map<String, Integer> views) {
        return views.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .sorted(MOST_VIEWS_THEN_LAST_ID.reversed())
                .toList();
    }
}
