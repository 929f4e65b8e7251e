package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotVideosTest {

    private static final int LIMIT = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Starts near the end of the range of a long, where System.nanoTime may be. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final List<Integer> raises = new ArrayList<>();
    private final Deque<Promise<Integer>> pending = new ArrayDeque<>();
    private boolean answersAtOnce = true;
    private HotVideos videos = videos(64);

    private HotVideos videos(int maxPartitions) {
        return new HotVideos(new SpreadBounds(LIMIT, maxPartitions), nanoTime::get, (videoId, partitions) -> {
            assertThat(videoId).isEqualTo("v");
            raises.add(partitions);
            if (answersAtOnce) {
                return Future.succeededFuture(partitions);
            }
            pending.add(Promise.promise());
            return pending.getLast().future();
        });
    }

    private void write(int events) {
        for (int i = 0; i < events; i++) {
            videos.count("v");
        }
    }

    private void throttle(int writes) {
        for (int i = 0; i < writes; i++) {
            videos.throttled("v");
        }
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    @Test
    void leavesAVideoAloneUpToTheLimit() {
        for (int second = 0; second < 10; second++) {
            write(LIMIT);
            pass(SECOND);
        }

        assertThat(raises).isEmpty();
        assertThat(videos.partitions("v")).isEqualTo(1);
        assertThat(videos.spreadVideos()).isZero();
    }

    @ParameterizedTest(name = "{0} events in a second: {1} partitions")
    @CsvSource({"101, 2", "200, 2", "201, 4", "400, 4", "401, 8", "3000, 32", "3201, 64", "100000, 64"})
    void raisesTheNumberSoThatNoPartitionGetsMoreThanTheLimit(int events, int partitions) {
        write(events);
        pass(HotVideos.READERS_KNOW);

        assertThat(raises).isSorted().last().isEqualTo(partitions);
        assertThat(videos.partitions("v")).isEqualTo(partitions);
        assertThat(videos.spreadVideos()).isEqualTo(1);
    }

    @Test
    void doesNotSpreadAVideoForManyEventsInManySeconds() {
        for (int i = 0; i < 10 * LIMIT; i++) {
            write(1);
            pass(SECOND.dividedBy(LIMIT));
        }

        assertThat(raises).isEmpty();
    }

    @Test
    void usesANumberOnlyWhenEveryReaderKnowsIt() {
        write(2 * LIMIT);
        assertThat(videos.partitions("v")).isEqualTo(1);

        pass(HotVideos.READERS_KNOW.minusNanos(1));
        assertThat(videos.partitions("v")).isEqualTo(1);
        pass(Duration.ofNanos(1));
        assertThat(videos.partitions("v")).isEqualTo(2);
    }

    @Test
    void usesASmallerNumberWhileALargerOneIsNew() {
        write(2 * LIMIT);
        pass(SECOND);
        write(4 * LIMIT);
        pass(HotVideos.READERS_KNOW.minus(SECOND));

        assertThat(videos.partitions("v")).isEqualTo(2);
        pass(SECOND);
        assertThat(videos.partitions("v")).isEqualTo(4);
    }

    @Test
    void takesAHigherNumberOfAnotherProcess() {
        answersAtOnce = false;
        write(2 * LIMIT);
        pending.remove().complete(16);
        pass(HotVideos.READERS_KNOW);

        assertThat(videos.partitions("v")).isEqualTo(16);
    }

    @Test
    void countsTheTimeFromTheEndOfTheRaise() {
        answersAtOnce = false;
        write(2 * LIMIT);
        pass(Duration.ofSeconds(10));
        pending.remove().complete(2);

        assertThat(videos.partitions("v")).isEqualTo(1);
        pass(HotVideos.READERS_KNOW);
        assertThat(videos.partitions("v")).isEqualTo(2);
    }

    @Test
    void sendsOneRaiseAtATimeAndRepeatsAFailedOneAfterAPause() {
        answersAtOnce = false;
        write(3 * LIMIT);
        assertThat(raises).containsExactly(2);

        pending.remove().fail("throttled");
        write(1);
        assertThat(raises).containsExactly(2);
        pass(Duration.ofMillis(250));
        write(1);
        assertThat(raises).containsExactly(2, 4);
        assertThat(videos.partitions("v")).isEqualTo(1);
    }

    @Test
    void doesNotRepeatARaiseWithoutAPauseIfTheStoredNumberIsUnusable() {
        answersAtOnce = false;
        write(2 * LIMIT);
        pending.remove().complete(1);
        write(LIMIT);

        assertThat(raises).containsExactly(2);
    }

    @Test
    void doublesTheNumberOfAVideoWhoseWritesAreThrottled() {
        write(20);
        throttle(5);
        assertThat(raises).containsExactly(2);

        throttle(100);
        pass(HotVideos.READERS_KNOW);
        assertThat(videos.partitions("v")).isEqualTo(2);
        write(20);
        throttle(20);
        assertThat(raises).as("before the writes from before have ended").containsExactly(2);

        pass(SECOND);
        write(20);
        throttle(5);
        assertThat(raises).containsExactly(2, 4);
    }

    @Test
    void doesNotSpreadAVideoForFewThrottledWrites() {
        write(4);
        throttle(4);

        assertThat(raises).isEmpty();
    }

    @Test
    void doesNotSpreadAVideoIfATenthOfAllWritesIsThrottled() {
        for (int i = 0; i < 10; i++) {
            write(90);
            throttle(9);
            pass(SECOND);
        }

        assertThat(raises).isEmpty();
    }

    @Test
    void forgetsThrottledWritesAfterTwoSeconds() {
        for (int i = 0; i < 10; i++) {
            write(3);
            throttle(2);
            pass(SECOND.multipliedBy(2));
        }

        assertThat(raises).isEmpty();
    }

    @Test
    void doesNotExceedTheConfiguredNumber() {
        videos = videos(4);
        write(100 * LIMIT);
        throttle(1_000);
        pass(HotVideos.READERS_KNOW);

        assertThat(raises).last().isEqualTo(4);
        assertThat(videos.partitions("v")).isEqualTo(4);
    }

    @Test
    void usesNoMoreThanTheConfiguredNumberIfMoreIsStored() {
        videos = videos(4);
        answersAtOnce = false;
        write(2 * LIMIT);
        pending.remove().complete(64);
        pass(HotVideos.READERS_KNOW);

        assertThat(videos.partitions("v")).isEqualTo(4);
    }

    @Test
    void spreadsNothingIfOnePartitionIsConfigured() {
        videos = videos(1);
        write(100 * LIMIT);
        throttle(1_000);

        assertThat(raises).isEmpty();
    }

    @Test
    void forgetsAVideoThatIsNotWrittenForTenMinutes() {
        write(2 * LIMIT);
        pass(Duration.ofMinutes(11));

        assertThat(videos.partitions("v")).isEqualTo(1);
        assertThat(videos.spreadVideos()).isZero();
    }
}
