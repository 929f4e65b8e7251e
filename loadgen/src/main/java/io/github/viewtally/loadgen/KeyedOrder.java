package io.github.viewtally.loadgen;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Begins a task only when the one before it with an equal key has ended, well or not; tasks with other keys go side by
 * side. For use on one event loop; the caller bounds the number of tasks.
 */
final class KeyedOrder {
    private final Map<Object, Future<Void>> lastOfKey = new HashMap<>();

    Future<Void> submit(Object key, Supplier<Future<Void>> task) {
        Future<Void> before = lastOfKey.getOrDefault(key, Future.succeededFuture());
        Future<Void> own = before.transform(ended -> task.get());
        lastOfKey.put(key, own);
        return own.onComplete(ended -> lastOfKey.remove(key, own));
    }
}
