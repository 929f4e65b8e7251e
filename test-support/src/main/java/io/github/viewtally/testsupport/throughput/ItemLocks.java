package io.github.viewtally.testsupport.throughput;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The items that transactions hold. Use it on the event loop. */
final class ItemLocks {

    private final Set<String> held = new HashSet<>();

    boolean isHeld(String item) {
        return held.contains(item);
    }

    /** Holds items that nobody holds. */
    void hold(Collection<String> items) {
        held.addAll(items);
    }

    void release(Collection<String> items) {
        items.forEach(held::remove);
    }
}
