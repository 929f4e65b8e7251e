package io.github.viewtally.api.storage;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides over how many partitions of the index the events of a video are spread. The number of a video is raised if this
 * process writes many events of the video, or if DynamoDB throttles many of them. A video that is not hot costs no request.
 *
 * <p>A raised number is stored first. Writers use it only {@link #READERS_KNOW} later, when every reader has read it. A
 * process that does not know the number of a video writes its events to the first partition, which is always correct. Use
 * it on one event loop, except for {@link #spreadVideos}.
 */
final class HotVideos {

    /** Readers cache the number for {@link SpreadStore#CACHE_TIME}. The rest allows for clocks of different speed. */
    static final Duration READERS_KNOW = SpreadStore.CACHE_TIME.plusMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(HotVideos.class);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(250);

    /** Maximum number of videos in memory. Other videos are written to their first partition until they are hot again. */
    private static final int MAX_VIDEOS = 10_000;

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    /** Fewer throttled writes in two seconds say nothing about the video. */
    private static final int MIN_THROTTLED = 5;

    /** A hot partition throttles a large part of its video's writes. A busy table throttles a part of everything. */
    private static final int WRITES_PER_THROTTLED = 4;

    /** Stores the number of partitions of a video. */
    @FunctionalInterface
    interface PartitionRaiser {

        /** Returns the stored number, which is not lower than the given one. */
        Future<Integer> raise(String videoId, int partitions);
    }

    private final SpreadBounds config;
    private final LongSupplier nanoClock;
    private final PartitionRaiser raiser;
    private final Cache<String, Heat> heats;

    HotVideos(SpreadBounds config, LongSupplier nanoClock, PartitionRaiser raiser) {
        this.config = requireNonNull(config, "config");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.raiser = requireNonNull(raiser, "raiser");
        this.heats = Caffeine.newBuilder()
                .maximumSize(MAX_VIDEOS)
                .expireAfterAccess(FORGET_AFTER)
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** The state of a video in this process. */
    private static final class Heat {

        private long secondStart;
        private int writes;
        private int writesBefore;
        private int throttled;
        private int throttledBefore;

        /** The last known number of partitions in the table. The metrics read it from another thread. */
        private volatile int known = 1;

        private int used = 1;
        private long usedSince;

        /** The time from which each power of two up to {@link #known} may be used, by its exponent. */
        private final long[] usableAt =
                new long[Integer.SIZE - Integer.numberOfLeadingZeros(SpreadItems.MAX_PARTITIONS)];

        private boolean isRaising;
        private long nextRaise;

        private Heat(long now) {
            secondStart = now;
            usedSince = now;
            nextRaise = now;
        }

        private void roll(long now) {
            long passed = now - secondStart;
            if (passed >= SECOND) {
                writesBefore = passed < 2 * SECOND ? writes : 0;
                throttledBefore = passed < 2 * SECOND ? throttled : 0;
                writes = 0;
                throttled = 0;
                secondStart = now;
            }
        }

        private int perSecond() {
            return Math.max(writes, writesBefore);
        }

        private void learn(int partitions, long now) {
            for (int next = known * 2; next <= partitions; next *= 2) {
                usableAt[Integer.numberOfTrailingZeros(next)] = now + READERS_KNOW.toNanos();
                known = next;
            }
        }

        private int used(long now) {
            while (used < known && now - usableAt[Integer.numberOfTrailingZeros(used * 2)] >= 0) {
                used *= 2;
                usedSince = now;
                throttled = 0;
                throttledBefore = 0;
            }
            return used;
        }
    }

    /** Counts an event of a video, once for all its attempts, even if it is refused. */
    void count(String videoId) {
        long now = nanoClock.getAsLong();
        Heat heat = heats.get(videoId, first -> new Heat(now));
        heat.roll(now);
        heat.writes++;
        int perSecond = heat.perSecond();
        if (perSecond > config.writesPerPartition() * heat.known) {
            int needed = (perSecond - 1) / config.writesPerPartition() + 1;
            raise(videoId, heat, Integer.highestOneBit(2 * needed - 1), now);
        }
    }

    /** Returns how many events of a video have come in the present or the last second, whichever are more. */
    int perSecond(String videoId) {
        Heat heat = heats.getIfPresent(videoId);
        if (heat == null) {
            return 0;
        }
        heat.roll(nanoClock.getAsLong());
        return heat.perSecond();
    }

    /** Counts a write of a video that DynamoDB has throttled. */
    void throttled(String videoId) {
        throttled(videoId, 1);
    }

    /**
     * Counts a write of a video that is not sent, because DynamoDB throttles others. It says more than a throttled write:
     * the queue of the video is full, although its rate avoids throttling.
     */
    void refused(String videoId) {
        throttled(videoId, WRITES_PER_THROTTLED);
    }

    private void throttled(String videoId, int writes) {
        Heat heat = heats.getIfPresent(videoId);
        if (heat == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        heat.roll(now);
        heat.throttled += writes;
        int throttled = heat.throttled + heat.throttledBefore;
        boolean isHot =
                throttled >= MIN_THROTTLED && throttled * WRITES_PER_THROTTLED >= heat.writes + heat.writesBefore;
        // The writes in flight may still be from before the last change.
        boolean isSettled = heat.used(now) == heat.known && (heat.known == 1 || now - heat.usedSince >= SECOND);
        if (isHot && isSettled) {
            raise(videoId, heat, heat.known * 2, now);
        }
    }

    /** Returns the number of partitions for the events of a video now. */
    int partitions(String videoId) {
        Heat heat = heats.getIfPresent(videoId);
        return heat == null ? 1 : heat.used(nanoClock.getAsLong());
    }

    /** Returns the number of videos in memory that are spread. Any thread may call it. */
    long spreadVideos() {
        return heats.asMap().values().stream().filter(heat -> heat.known > 1).count();
    }

    private void raise(String videoId, Heat heat, int wanted, long now) {
        int partitions = Math.min(wanted, config.maxPartitions());
        if (partitions <= heat.known || heat.isRaising || now - heat.nextRaise < 0) {
            return;
        }
        heat.isRaising = true;
        raiser.raise(videoId, partitions).onComplete(result -> {
            heat.isRaising = false;
            long end = nanoClock.getAsLong();
            if (result.succeeded()) {
                heat.learn(Math.min(result.result(), config.maxPartitions()), end);
            }
            if (heat.known >= partitions) {
                LOG.info("The events of a hot video are spread over {} partitions of the index", heat.known);
            } else {
                heat.nextRaise = end + PAUSE_AFTER_FAILURE;
                LOG.warn("The events of a hot video cannot be spread yet: {}", String.valueOf(result.cause()));
            }
        });
    }
}
