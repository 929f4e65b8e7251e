package io.github.viewtally.loadgen.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TrafficSourceTest {
    private static final TrafficMix DEMO = new TrafficMix(5, 10, 0);
    private static final TrafficMix WITH_DELETES = new TrafficMix(5, 10, 0.3);

    @Test
    void sameSeedGeneratesTheSameTraffic() {
        assertThat(events(WITH_DELETES, 7, 5_000)).isEqualTo(events(WITH_DELETES, 7, 5_000));
    }

    @Test
    void anotherSeedGeneratesOtherTraffic() {
        assertThat(events(DEMO, 7, 100)).isNotEqualTo(events(DEMO, 8, 100));
    }

    @Test
    void generatesLikesDislikesAndViewsInTheRatioOneToOneToFour() {
        List<TrafficEvent> events = events(DEMO, 1, 60_000);

        Percentage tolerance = Percentage.withPercentage(5);
        assertThat(votes(events, VoteValue.LIKE)).isCloseTo(10_000, tolerance);
        assertThat(votes(events, VoteValue.DISLIKE)).isCloseTo(10_000, tolerance);
        assertThat(views(events).count()).isCloseTo(40_000, tolerance);
    }

    @Test
    void drawsViewDurationsUniformlyFrom30To120Seconds() {
        IntStream durations = views(events(DEMO, 1, 60_000)).mapToInt(PostView::duration);

        var statistics = durations.summaryStatistics();
        assertThat(statistics.getMin()).isEqualTo(30);
        assertThat(statistics.getMax()).isEqualTo(120);
        assertThat(statistics.getAverage()).isBetween(74.0, 76.0);
    }

    @Test
    void numbersUsersAndVideosFromZero() {
        List<ViewKey> keys =
                views(events(DEMO, 1, 5_000)).map(TrafficEvent.PostView::key).toList();

        assertThat(keys.stream().map(ViewKey::userId).collect(Collectors.toSet()))
                .isEqualTo(numbersBelow(5));
        assertThat(keys.stream().map(ViewKey::videoId).collect(Collectors.toSet()))
                .isEqualTo(numbersBelow(10));
    }

    @Test
    void generatesTheGivenFractionOfDeletes() {
        long deletes = events(WITH_DELETES, 1, 20_000).stream()
                .filter(event -> event instanceof DeleteVote || event instanceof DeleteView)
                .count();

        assertThat(deletes).isCloseTo(6_000, Percentage.withPercentage(5));
    }

    @Test
    void deletesOnlyStoredEvents() {
        Set<EventKey> stored = new HashSet<>();
        for (TrafficEvent event : events(new TrafficMix(2, 2, 0.5), 1, 5_000)) {
            if (event instanceof PostVote || event instanceof PostView) {
                stored.add(event.key());
            } else {
                assertThat(stored.remove(event.key())).as(event.text()).isTrue();
            }
        }
    }

    @Test
    void remembersOnlyTheLastThousandPosts() {
        RecentEvents posts = new RecentEvents();
        IntStream.range(0, 1_500).mapToObj(i -> new VoteKey("0", "" + i)).forEach(posts::add);

        Set<EventKey> remembered = new HashSet<>();
        while (!posts.isEmpty()) {
            remembered.add(posts.removeRandom(new java.util.Random(1)));
        }

        assertThat(remembered)
                .hasSize(1_000)
                .contains(new VoteKey("0", "500"), new VoteKey("0", "1499"))
                .doesNotContain(new VoteKey("0", "499"));
    }

    private static List<TrafficEvent> events(TrafficMix mix, long seed, int count) {
        AtomicInteger timestamp = new AtomicInteger();
        TrafficSource source = new TrafficSource(mix, seed, () -> "t" + timestamp.incrementAndGet());
        return Stream.generate(source).limit(count).toList();
    }

    private static Stream<PostView> views(List<TrafficEvent> events) {
        return events.stream().filter(PostView.class::isInstance).map(PostView.class::cast);
    }

    private static long votes(List<TrafficEvent> events, VoteValue type) {
        return events.stream()
                .filter(event -> event instanceof PostVote vote && vote.voteType() == type)
                .count();
    }

    private static Set<String> numbersBelow(int end) {
        return IntStream.range(0, end).mapToObj(Integer::toString).collect(Collectors.toSet());
    }
}
