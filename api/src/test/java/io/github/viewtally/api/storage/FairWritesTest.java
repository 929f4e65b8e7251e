package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.StorageException.Reason;
import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A hot video beside others, in simulated time. Its index partition takes 100 writes per second. */
class FairWritesTest {

    private static final int LIMIT = 100;
    private static final Duration PATIENCE = Duration.ofMillis(2_500);
    private static final Duration STEP = Duration.ofMillis(10);

    /** One post, and how it ended. */
    private record Post(long nanos, Future<Void> result, AtomicLong end) {

        boolean isAccepted() {
            return result.succeeded();
        }

        long millis() {
            return (end.get() - nanos) / 1_000_000;
        }
    }

    private final ManualScheduler scheduler = new ManualScheduler();
    private final SimulatedTable table = new SimulatedTable(scheduler, LIMIT);
    private final List<Integer> raises = new ArrayList<>();
    private final List<Post> cold = new ArrayList<>();
    private final List<Post> hot = new ArrayList<>();
    private boolean canRaise = true;
    private WriteQueue queue = queue(LIMIT / 2, 64, 2_000);
    private int posts;

    private WriteQueue queue(int writesPerPartition, int maxPartitions, int writes) {
        HotVideos videos = new HotVideos(
                new SpreadBounds(writesPerPartition, maxPartitions), scheduler::nanoTime, (video, partitions) -> {
                    raises.add(partitions);
                    return canRaise ? Future.succeededFuture(partitions) : Future.failedFuture("not now");
                });
        return new WriteQueue(table, scheduler, new WriteBounds(4, writes, PATIENCE), videos);
    }

    private Post post(String video) {
        int post = posts++;
        View view = new View(
                "u" + post % 1_000, video, 1, String.format(Locale.ROOT, "2022-01-02T00:30:25.%06d+00:00", post));
        AtomicLong end = new AtomicLong();
        Future<Void> result =
                queue.submit(ItemWrite.put(EventItems.toItem(view))).onComplete(ended -> end.set(scheduler.nanoTime()));
        return new Post(scheduler.nanoTime(), result, end);
    }

    /** Posts for this time: so many events of the hot video per second, and 50 of 25 others. */
    private void run(int seconds, int hotPerSecond) {
        for (int step = 0; step < 100 * seconds; step++) {
            for (int i = 0; i < hotPerSecond / 100; i++) {
                hot.add(post("hot"));
            }
            if (step % 2 == 0) {
                cold.add(post("cold" + step % 50));
            }
            scheduler.advance(STEP);
        }
    }

    private static double accepted(List<Post> posts, Predicate<Post> which) {
        List<Post> chosen = posts.stream().filter(which).toList();
        return chosen.stream().filter(Post::isAccepted).count() / (double) chosen.size();
    }

    private static Predicate<Post> from(int second) {
        return post -> post.nanos() >= second * 1_000_000_000L;
    }

    private long slowestColdMillis() {
        return cold.stream().mapToLong(Post::millis).max().orElseThrow();
    }

    @Test
    void doesNotDelayOtherVideosBecauseOfAHotOneThatIsNotSpread() {
        queue = queue(LIMIT / 2, 1, 2_000);

        run(10, 20 * LIMIT);
        scheduler.advance(PATIENCE);

        assertThat(cold).allMatch(Post::isAccepted);
        assertThat(slowestColdMillis()).isLessThanOrEqualTo(10);
        assertThat(hot).allMatch(post -> post.result().isComplete());
        assertThat(accepted(hot, from(3))).as("of 20 times the limit").isBetween(0.042, 0.051);
    }

    @Test
    void refusesAtOnceWhatAHotVideoCannotWriteInTime() {
        queue = queue(LIMIT / 2, 1, 2_000);

        run(10, 5 * LIMIT);
        scheduler.advance(PATIENCE);

        List<Post> refused = hot.stream().filter(post -> !post.isAccepted()).toList();
        assertThat(refused).hasSizeGreaterThan(3_000);
        assertThat(refused.stream().filter(post -> post.millis() == 0))
                .as("at once")
                .hasSizeGreaterThan(refused.size() * 95 / 100)
                .allSatisfy(post -> assertThat(((StorageException) post.result().cause()).reason())
                        .isEqualTo(Reason.TOO_MANY_WRITES_OF_VIDEO));
        assertThat(queue.lanes().refusals()).isGreaterThan(3_000);
        assertThat(queue.lanes().writes()).isZero();
    }

    @Test
    void acceptsTheHotVideoWhenItIsSpread() {
        run(15, 5 * LIMIT);
        scheduler.advance(PATIENCE);

        assertThat(raises).contains(16);
        assertThat(accepted(hot, from(4))).isGreaterThanOrEqualTo(0.999);
        assertThat(accepted(hot, from(2).and(from(4).negate()))).isGreaterThanOrEqualTo(0.6);
        assertThat(cold).allMatch(Post::isAccepted);
        assertThat(queue.lanes().throttledLanes()).isZero();
    }

    @Test
    void sendsAThrottledVideoAtItsRateAndInTheOrderOfItsPosts() {
        queue = queue(LIMIT / 2, 1, 2_000);

        run(10, 5 * LIMIT);
        scheduler.advance(PATIENCE);

        long sent = table.batches.stream()
                .flatMap(List::stream)
                .filter(write -> write.lane().equals("hot"))
                .count();
        assertThat(sent).isLessThan(hot.stream().filter(Post::isAccepted).count() * 3 / 2);
        AtomicLong latestEnd = new AtomicLong();
        assertThat(hot.stream().filter(from(2).and(Post::isAccepted))).allSatisfy(post -> {
            assertThat(post.end().get()).isGreaterThan(latestEnd.get() - 10 * STEP.toNanos());
            latestEnd.accumulateAndGet(post.end().get(), Math::max);
        });
    }

    /** Each of many processes is below its own limit, and their sum is above that of the partition. */
    @Test
    void spreadsAVideoThatIsRefusedAlthoughItsRateIsLow() {
        queue = queue(10 * LIMIT, 64, 2_000);

        run(15, 2 * LIMIT);

        assertThat(raises).isNotEmpty();
        assertThat(accepted(hot, from(10).and(from(13).negate()))).isEqualTo(1);
    }

    /** The rate avoids throttled writes, so the refused ones must say that the video needs more partitions. */
    @Test
    void triesToSpreadAVideoAsLongAsItIsRefused() {
        queue = queue(10 * LIMIT, 64, 2_000);
        canRaise = false;
        run(5, 5 * LIMIT);
        int before = raises.size();

        run(5, 5 * LIMIT);

        assertThat(raises).hasSizeGreaterThan(before + 5);
    }

    @Test
    void forgetsTheRateOfAVideoThatIsNoLongerThrottled() {
        queue = queue(LIMIT / 2, 1, 2_000);
        run(3, 5 * LIMIT);
        assertThat(queue.lanes().throttledLanes()).isEqualTo(1);

        scheduler.advance(PATIENCE.plusSeconds(3));

        assertThat(queue.lanes().throttledLanes()).isZero();
        assertThat(queue.lanes().size()).isZero();
    }

    @Test
    void leavesHalfOfTheQueueToOtherVideosIfTheTableIsSlow() {
        queue = queue(LIMIT / 2, 1, 200);
        table.latency = writes -> 1_000;

        List<Post> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(post("hot"));
        }
        assertThat(many.stream().filter(post -> post.result().failed())).hasSize(50);
        for (int i = 0; i < 100; i++) {
            assertThat(post("cold" + i).result().isComplete()).isFalse();
        }
        Post oneMore = post("cold");

        assertThat(((StorageException) many.get(149).result().cause()).reason())
                .isEqualTo(Reason.TOO_MANY_WRITES_OF_VIDEO);
        assertThat(((StorageException) oneMore.result().cause()).reason()).isEqualTo(Reason.TOO_MANY_WRITES);
    }

    @Test
    void neverSendsAHotVideoTogetherWithOthersOrWithAllCalls() {
        for (int i = 0; i < 500; i++) {
            post("hot");
        }
        scheduler.advance(Duration.ofMillis(1));
        assertThat(table.batches).hasSize(3);

        post("cold");
        scheduler.advance(Duration.ofMillis(1));

        assertThat(table.batches.get(3)).extracting(ItemWrite::lane).containsExactly("cold");
        scheduler.advance(Duration.ofSeconds(3));
        assertThat(table.batches).allSatisfy(batch -> assertThat(
                        batch.stream().map(ItemWrite::lane).distinct())
                .hasSize(1));
    }
}
