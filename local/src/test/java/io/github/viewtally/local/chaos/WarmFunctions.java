package io.github.viewtally.local.chaos;

import io.github.viewtally.aggregators.commit.ViewerCache;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the environments of a function remember between invocations. Some invocations of a history are served by one of two
 * environments, in turn, and some by a new one.
 */
final class WarmFunctions {

    private static final Map<String, WarmFunctions> BY_TABLE = new ConcurrentHashMap<>();

    private final ViewerCache one = new ViewerCache();
    private final ViewerCache other = new ViewerCache();
    private int invocations;

    private WarmFunctions() {}

    /** The viewers that the next invocation remembers. */
    static ViewerCache viewerCache(String tableName) {
        return BY_TABLE.computeIfAbsent(tableName, none -> new WarmFunctions()).next();
    }

    /** Forgets a history. */
    static void end(String tableName) {
        BY_TABLE.remove(tableName);
    }

    private synchronized ViewerCache next() {
        return switch (invocations++ % 7) {
            case 0, 1, 2, 5 -> one;
            case 3, 4 -> other;
            default -> new ViewerCache();
        };
    }
}
