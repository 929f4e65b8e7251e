package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.TrafficEvent.View;
import io.github.viewtally.loadgen.TrafficEvent.ViewKey;
import io.github.viewtally.loadgen.TrafficEvent.Vote;
import io.github.viewtally.loadgen.TrafficEvent.VoteKey;
import io.github.viewtally.loadgen.TrafficEvent.VoteType;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The endless sequence of events: likes, dislikes and views as 1:1:4. The same seed gives the same sequence, except for
 * the timestamps of views. Not for use by several threads.
 */
final class TrafficSource {
    private static final int SHORTEST_VIEW_SECONDS = 30;
    private static final int LONGEST_VIEW_SECONDS = 120;

    private final TrafficMix mix;
    private final Random random;
    private final Supplier<String> timestamps;
    private final RecentPosts posts = new RecentPosts();

    TrafficSource(TrafficMix mix, long seed, Supplier<String> timestamps) {
        this.mix = requireNonNull(mix);
        this.random = new Random(seed);
        this.timestamps = requireNonNull(timestamps);
    }

    TrafficEvent next() {
        if (random.nextDouble() < mix.deletes() && !posts.isEmpty()) {
            return posts.forgetOne(random).deletion();
        }
        TrafficEvent event = post();
        posts.remember(event.key());
        return event;
    }

    private TrafficEvent post() {
        String userId = Integer.toString(random.nextInt(mix.users()));
        String videoId = Integer.toString(random.nextInt(mix.videos()));
        return switch (random.nextInt(6)) {
            case 0 -> new Vote(new VoteKey(userId, videoId), VoteType.LIKE);
            case 1 -> new Vote(new VoteKey(userId, videoId), VoteType.DISLIKE);
            default -> new View(new ViewKey(userId, videoId, timestamps.get()), viewSeconds());
        };
    }

    private int viewSeconds() {
        return SHORTEST_VIEW_SECONDS + random.nextInt(LONGEST_VIEW_SECONDS - SHORTEST_VIEW_SECONDS + 1);
    }
}
