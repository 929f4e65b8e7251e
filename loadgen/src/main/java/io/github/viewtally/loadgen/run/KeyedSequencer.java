package io.github.viewtally.loadgen.run;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs tasks with a common key one after the other, even if one fails. Tasks with different keys run concurrently. For use
 * on one event loop; the caller limits the number of tasks.
 */
final class KeyedSequencer {
    private final Map<Object, Future<?>> lastByKey = new HashMap<>();

    <T> Future<T> submit(Set<?> keys, Supplier<Future<T>> task) {
        List<Future<?>> before = keys.stream()
                .map(lastByKey::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Future<T> own = before.isEmpty() ? task.get() : Future.join(before).transform(ended -> task.get());
        keys.forEach(key -> lastByKey.put(key, own));
        return own.onComplete(ended -> keys.forEach(key -> lastByKey.remove(key, own)));
    }
}
