package io.github.viewtally.loadgen.traffic;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteValue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Generates an infinite sequence of likes, dislikes and views in the ratio 1:1:4. The same seed gives the same sequence,
 * except for the timestamps of views. Not safe for several threads.
 */
public final class TrafficSource implements Supplier<TrafficEvent> {
    private static final int MIN_VIEW_SECONDS = 30;
    private static final int MAX_VIEW_SECONDS = 120;
    private static final int MAX_PROBES = 20_000;

    private final TrafficMix mix;
    private final ZipfDistribution popularity;
    private final Random random;
    private final Supplier<String> timestamps;
    private final RecentEvents posts = new RecentEvents();
    private long events;
    private int probes;

    public TrafficSource(TrafficMix mix, long seed, Supplier<String> timestamps) {
        this.mix = requireNonNull(mix);
        this.popularity = new ZipfDistribution(mix.videos(), mix.zipf());
        this.random = new Random(seed);
        this.timestamps = requireNonNull(timestamps);
    }

    @Override
    public TrafficEvent get() {
        if (mix.eventsPerProbe() > 0 && events++ % mix.eventsPerProbe() == 0 && probes < MAX_PROBES) {
            return view(mix.probe(probes++), video());
        }
        if (mix.deletes() == 0) {
            return post();
        }
        if (random.nextDouble() < mix.deletes() && !posts.isEmpty()) {
            return posts.removeRandom(random).deletion();
        }
        TrafficEvent event = post();
        posts.add(event.key());
        return event;
    }

    private TrafficEvent post() {
        String userId = mix.user(random.nextInt(mix.users()));
        String videoId = video();
        return switch (random.nextInt(6)) {
            case 0 -> new PostVote(new VoteKey(userId, videoId), VoteValue.LIKE);
            case 1 -> new PostVote(new VoteKey(userId, videoId), VoteValue.DISLIKE);
            default -> view(userId, videoId);
        };
    }

    private PostView view(String userId, String videoId) {
        return new PostView(new ViewKey(userId, videoId, timestamps.get()), viewSeconds());
    }

    private String video() {
        return mix.video(popularity.draw(random));
    }

    private int viewSeconds() {
        return MIN_VIEW_SECONDS + random.nextInt(MAX_VIEW_SECONDS - MIN_VIEW_SECONDS + 1);
    }
}
