package io.github.viewtally.loadgen.traffic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The last 1,000 votes and views that were posted and not deleted since, each once. */
final class RecentPosts {
    static final int MOST = 1_000;

    private final List<TrafficEvent.Key> oldestFirst = new ArrayList<>();
    private final Set<TrafficEvent.Key> known = new HashSet<>();

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    void remember(TrafficEvent.Key key) {
        if (known.add(key)) {
            oldestFirst.add(key);
        }
        if (oldestFirst.size() > MOST) {
            forget(0);
        }
    }

    /** Takes out any of them, each as likely as the others. */
    TrafficEvent.Key forgetOne(Random random) {
        return forget(random.nextInt(oldestFirst.size()));
    }

    private TrafficEvent.Key forget(int index) {
        TrafficEvent.Key key = oldestFirst.remove(index);
        known.remove(key);
        return key;
    }
}
