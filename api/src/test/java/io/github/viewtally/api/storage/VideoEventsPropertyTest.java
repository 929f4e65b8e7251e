package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Lists of a video against a sorted map, in random histories: between two pages the number of partitions grows, and events
 * are written again in other partitions, deleted and added, by writers that know the number and by others.
 */
@ExtendWith(VertxExtension.class)
class VideoEventsPropertyTest extends VideoEventsFixture {

    private static final int SEEDS = 60;
    private static final int USERS = 40;
    private static final int SECONDS_OF_VIEWS = 8;
    private static final List<Integer> LIMITS = List.of(1, 2, 3, 10, 50, 1_000);

    private Random random;
    private int partitions = 1;

    /** The views in the table, by their sort key in the index. */
    private final Map<String, View> views = new TreeMap<>();

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void listsEachViewOnceAndInOrderWhilePartitionsGrowAndViewsMove(int seed) throws Exception {
        random = new Random(seed);
        for (int i = random.nextInt(150); i > 0; i--) {
            growOrWrite();
        }
        if (random.nextBoolean()) {
            dynamoDb.evaluateAtMost(1 + random.nextInt(20));
        }
        boolean isAscending = random.nextBoolean();
        int limit = LIMITS.get(random.nextInt(LIMITS.size()));
        boolean hasRange = random.nextBoolean();
        String from = hasRange ? timestamp(2) : "";
        String to = hasRange ? timestamp(5) : "3";
        Set<String> untouched = new HashSet<>(views.keySet());

        List<String> listed = new ArrayList<>();
        Optional<Map<String, AttributeValue>> after = Optional.empty();
        do {
            ItemPage<View> page = views(isAscending, from, to, limit, after);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(view -> {
                assertThat(view).isEqualTo(views.get(key(view)));
                listed.add(key(view));
            });
            after = page.resumeAfter();
            for (int i = random.nextInt(6); i > 0; i--) {
                growOrWrite().ifPresent(untouched::remove);
            }
        } while (after.isPresent());

        Comparator<String> order = Comparator.naturalOrder();
        assertThat(listed).doesNotHaveDuplicates().isSortedAccordingTo(isAscending ? order : order.reversed());
        untouched.removeIf(
                key -> hasRange && (key.compareTo("VIEW#" + from) < 0 || key.compareTo("VIEW#" + to + "$") > 0));
        assertThat(listed).containsAll(untouched);
        assertThat(reserved).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void listsEachVoterOnceWhilePartitionsGrow(int seed) throws Exception {
        random = new Random(seed);
        Map<String, VoteType> votes = new TreeMap<>();
        for (int i = random.nextInt(100); i > 0; i--) {
            String user = "u" + random.nextInt(USERS);
            votes.put(user, random.nextInt(3) > 0 ? VoteType.LIKE : VoteType.DISLIKE);
            store(new Vote(user, VIDEO, votes.get(user)), knownNumber());
            growSometimes();
        }
        int limit = LIMITS.get(random.nextInt(LIMITS.size()));

        List<String> listed = new ArrayList<>();
        Optional<Map<String, AttributeValue>> after = Optional.empty();
        do {
            ItemPage<Vote> page = votes(VoteType.LIKE, limit, after);
            page.items().forEach(vote -> listed.add(vote.userId()));
            after = page.resumeAfter();
            growSometimes();
        } while (after.isPresent());

        assertThat(listed)
                .isEqualTo(votes.keySet().stream()
                        .filter(user -> votes.get(user) == VoteType.LIKE)
                        .toList());
    }

    /** Returns the sort key of the view that was added or deleted; empty if all views are still in the list. */
    private Optional<String> growOrWrite() {
        growSometimes();
        View view = new View(
                "u" + random.nextInt(USERS), VIDEO, random.nextInt(600), timestamp(random.nextInt(SECONDS_OF_VIEWS)));
        if (random.nextInt(5) == 0) {
            dynamoDb.remove(EventItems.viewKey(view.userId(), VIDEO, view.timestamp()));
            views.remove(key(view));
            return Optional.of(key(view));
        }
        store(view, knownNumber());
        return views.put(key(view), view) == null ? Optional.of(key(view)) : Optional.empty();
    }

    private void growSometimes() {
        if (partitions < 64 && random.nextInt(10) == 0) {
            partitions *= 2;
            spreadOver(partitions);
        }
    }

    /** The number of partitions that a writer knows: any from the past. */
    private int knownNumber() {
        return 1 << random.nextInt(1 + Integer.numberOfTrailingZeros(partitions));
    }

    private static String timestamp(int second) {
        return "2022-01-02T00:30:0" + second + ".000000+00:00";
    }

    private static String key(View view) {
        return "VIEW#" + view.timestamp() + "#USER#" + view.userId();
    }
}
