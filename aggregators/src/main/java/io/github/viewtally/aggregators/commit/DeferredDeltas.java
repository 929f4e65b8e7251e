package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.CounterDelta;
import io.github.viewtally.model.Counts;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Changes that wait in a checkpoint, because their items were throttled or in conflict. They are committed: the checkpoint
 * covers their records, and each of them is moved to its item by one transaction.
 *
 * @param byName what is still to be added to each item, by the item's name; no delta is zero
 */
public record DeferredDeltas(Map<String, CounterDelta> byName) {

    /** Nothing is deferred. */
    public static final DeferredDeltas NONE = new DeferredDeltas(Map.of());

    /** With more, each update of the checkpoint would become expensive. */
    static final int MAX_ITEMS = 8;

    /** In characters, because other programs may use ids of 2 kB. */
    private static final int MAX_NAMES_LENGTH = 2_000;

    /** Copies the map, and sorts it by name. */
    public DeferredDeltas {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** Whether nothing is deferred. */
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Whether {@link #plus} may be called for this item. */
    boolean hasRoomFor(String name) {
        int length = byName.keySet().stream().mapToInt(String::length).sum() + name.length();
        return byName.containsKey(name) || byName.size() < MAX_ITEMS && length <= MAX_NAMES_LENGTH;
    }

    DeferredDeltas plus(CounterDelta delta) {
        Map<String, CounterDelta> sums = new HashMap<>(byName);
        CounterDelta sum = sums.merge(delta.name(), delta, CounterDelta::plus);
        if (sum.isZero()) {
            sums.remove(delta.name());
        }
        return new DeferredDeltas(sums);
    }

    DeferredDeltas without(String name) {
        Map<String, CounterDelta> rest = new HashMap<>(byName);
        rest.remove(name);
        return new DeferredDeltas(rest);
    }

    /** What the totals of an item, less its expired counters, lack while its change is deferred. */
    public Counts missingIn(String name) {
        CounterDelta delta = byName.get(name);
        return delta == null ? Counts.ZERO : delta.delta().plus(delta.expired().negated());
    }

    /** The attribute of the checkpoint: eight numbers for each item. */
    AttributeValue toAttribute() {
        Map<String, AttributeValue> attribute = new TreeMap<>();
        byName.forEach((name, delta) -> attribute.put(
                name,
                AttributeValue.fromL(Stream.of(delta.delta(), delta.expired())
                        .flatMap(counts ->
                                Stream.of(counts.views(), counts.duration(), counts.likes(), counts.dislikes()))
                        .map(number -> AttributeValue.fromN(Long.toString(number)))
                        .toList())));
        return AttributeValue.fromM(attribute);
    }

    /** Reads the attribute of a checkpoint. */
    static DeferredDeltas of(AttributeValue attribute) {
        Map<String, CounterDelta> deltas = new HashMap<>();
        attribute
                .m()
                .forEach((name, numbers) ->
                        deltas.put(name, ItemUpdate.zeroOf(name).with(counts(numbers, 0), counts(numbers, 4))));
        return new DeferredDeltas(deltas);
    }

    private static Counts counts(AttributeValue numbers, int from) {
        List<Long> counts = numbers.l().subList(from, from + 4).stream()
                .map(number -> Long.valueOf(number.n()))
                .toList();
        return new Counts(counts.get(0), counts.get(1), counts.get(2), counts.get(3));
    }
}
