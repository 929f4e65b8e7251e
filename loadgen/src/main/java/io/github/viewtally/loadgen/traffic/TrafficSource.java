package io.github.viewtally.loadgen.traffic;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.traffic.TrafficEvent.View;
import io.github.viewtally.loadgen.traffic.TrafficEvent.ViewKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.Vote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteType;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The endless sequence of events: likes, dislikes and views as 1:1:4. The same seed gives the same sequence, except for
 * the timestamps of views. Not for use by several threads.
 */
public final class TrafficSource implements Supplier<TrafficEvent> {
    private static final int SHORTEST_VIEW_SECONDS = 30;
    private static final int LONGEST_VIEW_SECONDS = 120;
    private static final int MOST_PROBES = 20_000;

    private final TrafficMix mix;
    private final Popularity popularity;
    private final Random random;
    private final Supplier<String> timestamps;
    private final RecentPosts posts = new RecentPosts();
    private long made;
    private int probes;

    public TrafficSource(TrafficMix mix, long seed, Supplier<String> timestamps) {
        this.mix = requireNonNull(mix);
        this.popularity = new Popularity(mix.videos(), mix.zipf());
        this.random = new Random(seed);
        this.timestamps = requireNonNull(timestamps);
    }

    @Override
    public TrafficEvent get() {
        if (mix.probeEvery() > 0 && made++ % mix.probeEvery() == 0 && probes < MOST_PROBES) {
            return view(mix.probe(probes++), video());
        }
        if (mix.deletes() == 0) {
            return post();
        }
        if (random.nextDouble() < mix.deletes() && !posts.isEmpty()) {
            return posts.forgetOne(random).deletion();
        }
        TrafficEvent event = post();
        posts.remember(event.key());
        return event;
    }

    private TrafficEvent post() {
        String userId = mix.user(random.nextInt(mix.users()));
        String videoId = video();
        return switch (random.nextInt(6)) {
            case 0 -> new Vote(new VoteKey(userId, videoId), VoteType.LIKE);
            case 1 -> new Vote(new VoteKey(userId, videoId), VoteType.DISLIKE);
            default -> view(userId, videoId);
        };
    }

    private View view(String userId, String videoId) {
        return new View(new ViewKey(userId, videoId, timestamps.get()), viewSeconds());
    }

    private String video() {
        return mix.video(popularity.draw(random));
    }

    private int viewSeconds() {
        return SHORTEST_VIEW_SECONDS + random.nextInt(LONGEST_VIEW_SECONDS - SHORTEST_VIEW_SECONDS + 1);
    }
}
