package io.github.viewtally.loadgen.traffic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The keys of the last 1,000 posted votes and views that are not deleted. */
final class RecentEvents {
    static final int MAX_KEYS = 1_000;

    private final List<EventKey> oldestFirst = new ArrayList<>();
    private final Set<EventKey> keys = new HashSet<>();

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    void add(EventKey key) {
        if (keys.add(key)) {
            oldestFirst.add(key);
        }
        if (oldestFirst.size() > MAX_KEYS) {
            remove(0);
        }
    }

    EventKey removeRandom(Random random) {
        return remove(random.nextInt(oldestFirst.size()));
    }

    private EventKey remove(int index) {
        EventKey key = oldestFirst.remove(index);
        keys.remove(key);
        return key;
    }
}
