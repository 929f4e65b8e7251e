package io.github.viewtally.loadgen.run;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Begins a task only when all those before it with one of its keys have ended, well or not; tasks with other keys go side
 * by side. For use on one event loop; the caller bounds the number of tasks.
 */
final class KeyedOrder {
    private final Map<Object, Future<?>> lastOfKey = new HashMap<>();

    <T> Future<T> submit(Set<?> keys, Supplier<Future<T>> task) {
        List<Future<?>> before = keys.stream()
                .map(lastOfKey::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Future<T> own = before.isEmpty() ? task.get() : Future.join(before).transform(ended -> task.get());
        keys.forEach(key -> lastOfKey.put(key, own));
        return own.onComplete(ended -> keys.forEach(key -> lastOfKey.remove(key, own)));
    }
}
