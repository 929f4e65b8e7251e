package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.CounterDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourlyViews;
import java.util.ArrayList;
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

    /** The number of counters of each item. */
    private static final int NUMBERS = 8;

    /** With more items, each update of the checkpoint would become expensive. */
    static final int MAX_ITEMS = 8;

    /** The maximum length in characters. Other programs may use ids of 2 kB, and views may be in many hours. */
    private static final int MAX_LENGTH = 2_000;

    /** Copies the map, and sorts it by name. */
    public DeferredDeltas {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** Whether nothing is deferred. */
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Whether {@link #plus} may be called. A deferred item may get views of further hours, which need room too. */
    boolean hasRoomFor(CounterDelta delta) {
        DeferredDeltas next = plus(delta);
        return next.byName.size() <= MAX_ITEMS && next.length() <= Math.max(MAX_LENGTH, length());
    }

    /** The length of the texts that are stored. */
    private int length() {
        return byName.values().stream()
                .mapToInt(delta -> delta.name().length()
                        + delta.hourly().byHour().keySet().stream()
                                .mapToInt(String::length)
                                .sum())
                .sum();
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

    /** The change that the totals of an item, minus its expired counters, lack while it is deferred. */
    public Counts missingIn(String name) {
        CounterDelta delta = byName.get(name);
        return delta == null ? Counts.ZERO : delta.delta().plus(delta.expired().negated());
    }

    /** The views by hour that the trend of a video lacks while its change is deferred. */
    public HourlyViews hourlyMissingIn(String name) {
        CounterDelta delta = byName.get(name);
        return delta == null ? HourlyViews.NONE : delta.hourly();
    }

    /**
     * The attribute of the checkpoint: eight numbers for each item, a ninth if its viewers change, and a map if it changes the
     * trend of a video.
     */
    AttributeValue toAttribute() {
        Map<String, AttributeValue> attribute = new TreeMap<>();
        byName.forEach((name, delta) -> {
            List<AttributeValue> values = new ArrayList<>();
            numbers(delta).forEach(number -> values.add(AttributeValue.fromN(Long.toString(number))));
            if (!delta.hourly().isZero()) {
                Map<String, AttributeValue> hours = new HashMap<>();
                delta.hourly()
                        .byHour()
                        .forEach((hour, views) -> hours.put(hour, AttributeValue.fromN(Long.toString(views))));
                values.add(AttributeValue.fromM(hours));
            }
            attribute.put(name, AttributeValue.fromL(values));
        });
        return AttributeValue.fromM(attribute);
    }

    /** An attribute of an earlier version must be the same when it is written again, because it is compared. */
    private static Stream<Long> numbers(CounterDelta delta) {
        Stream<Long> events = Stream.of(delta.delta(), delta.expired())
                .flatMap(counts -> Stream.of(counts.views(), counts.duration(), counts.likes(), counts.dislikes()));
        long viewers = delta.delta().viewers();
        return viewers == 0 ? events : Stream.concat(events, Stream.of(viewers));
    }

    /** Reads the attribute of a checkpoint. */
    static DeferredDeltas of(AttributeValue attribute) {
        Map<String, CounterDelta> deltas = new HashMap<>();
        attribute
                .m()
                .forEach((name, values) -> deltas.put(
                        name,
                        ItemUpdate.zeroOf(name)
                                .with(counts(values, 0).plus(viewers(values)), counts(values, 4), hourly(values))));
        return new DeferredDeltas(deltas);
    }

    private static HourlyViews hourly(AttributeValue values) {
        Map<String, Long> views = new HashMap<>();
        values.l().stream().filter(AttributeValue::hasM).findFirst().ifPresent(hours -> hours.m()
                .forEach((hour, number) -> views.put(hour, Long.valueOf(number.n()))));
        return new HourlyViews(views);
    }

    private static Counts viewers(AttributeValue values) {
        return values.l().stream()
                .skip(NUMBERS)
                .filter(value -> value.n() != null)
                .findFirst()
                .map(viewers -> Counts.ofViewers(Long.parseLong(viewers.n())))
                .orElse(Counts.ZERO);
    }

    private static Counts counts(AttributeValue numbers, int from) {
        List<Long> counts = numbers.l().subList(from, from + 4).stream()
                .map(number -> Long.valueOf(number.n()))
                .toList();
        return new Counts(counts.get(0), counts.get(1), counts.get(2), counts.get(3));
    }
}
