package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.ThroughputCounters.Consumption;
import io.github.viewtally.testsupport.throughput.ThroughputCounters.HotKey;
import io.github.viewtally.testsupport.throughput.ThroughputCounters.Usage;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The capacity of all partition keys, and the items that transactions hold. Each partition key value of the table and of
 * each index has its own partition. The adaptive capacity of AWS reaches this state when it isolates hot keys. The model
 * never splits the items of a key over several partitions, and several keys never share one. Thread-safe.
 */
final class ThroughputModel {

    /** For each table or index. An unused partition has full buckets, so nothing is lost when it is removed. */
    private static final int MAX_PARTITIONS = 20_000;

    private static final int MAX_HOTTEST = 100;

    /** Units that a request takes from one partition key value of a table or index. */
    record Charge(Resource resource, String partition, Resource.Kind kind, double units) {}

    /**
     * A charge that exceeds a limit.
     *
     * @param ofWholeResource whether it exceeds the limit of the whole table or index, not that of a partition
     */
    record Refusal(Charge charge, boolean ofWholeResource) {}

    private static final class ResourceCapacity {

        private final CapacityPool total;
        private final Map<String, CapacityPool> partitions = new LruMap<>(MAX_PARTITIONS);

        ResourceCapacity(CapacityPool total) {
            this.total = total;
        }
    }

    private final ThroughputLimits limits;
    private final LongSupplier nanoClock;
    private final Map<Resource, ResourceCapacity> resources = new HashMap<>();
    private final Set<String> heldItems = new HashSet<>();
    private long conflicts;
    private long unmodelled;

    ThroughputModel(ThroughputLimits limits, LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /** Takes all charges. If one exceeds a limit, none is taken, and the first such charge is returned. */
    synchronized Optional<Refusal> take(List<Charge> charges) {
        long now = nanoClock.getAsLong();
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            ResourceCapacity resource = capacity(charge.resource(), now);
            CapacityPool partition = partition(resource, charge.partition(), now);
            boolean whole = !resource.total.admits(charge.kind(), charge.units(), now);
            if (whole || !partition.admits(charge.kind(), charge.units(), now)) {
                resource.total.countThrottled(charge.kind());
                partition.countThrottled(charge.kind());
                giveBack(charges.subList(0, i));
                return Optional.of(new Refusal(charge, whole));
            }
            take(charge, now);
        }
        return Optional.empty();
    }

    /** Takes a charge that is known only after the request, whether its partition has it or not. */
    synchronized void takeAfterwards(Charge charge) {
        take(charge, nanoClock.getAsLong());
    }

    private void take(Charge charge, long now) {
        ResourceCapacity resource = capacity(charge.resource(), now);
        resource.total.take(charge.kind(), charge.units(), now);
        partition(resource, charge.partition(), now).take(charge.kind(), charge.units(), now);
    }

    /** Returns charges that were taken for a write that was not executed. */
    synchronized void giveBack(List<Charge> charges) {
        long now = nanoClock.getAsLong();
        for (Charge charge : charges) {
            ResourceCapacity resource = capacity(charge.resource(), now);
            resource.total.giveBack(charge.kind(), charge.units());
            partition(resource, charge.partition(), now).giveBack(charge.kind(), charge.units());
        }
    }

    private ResourceCapacity capacity(Resource resource, long now) {
        return resources.computeIfAbsent(
                resource,
                created -> new ResourceCapacity(
                        new CapacityPool(limits.totalWrites(), limits.totalReads(), limits.burst(), now)));
    }

    private CapacityPool partition(ResourceCapacity resource, String partition, long now) {
        return resource.partitions.computeIfAbsent(
                partition,
                key -> new CapacityPool(limits.partitionWrites(), limits.partitionReads(), limits.burst(), now));
    }

    /** Returns whether a transaction holds an item. If it does, this counts as a conflict. */
    synchronized boolean isInConflict(String item) {
        boolean held = heldItems.contains(item);
        if (held) {
            conflicts++;
        }
        return held;
    }

    /** Holds items of a transaction, which no other transaction holds. */
    synchronized void hold(Collection<String> items) {
        heldItems.addAll(items);
    }

    synchronized void release(Collection<String> items) {
        items.forEach(heldItems::remove);
    }

    synchronized void countUnmodelled() {
        unmodelled++;
    }

    synchronized ThroughputCounters counters() {
        Map<String, Usage> usages = new HashMap<>();
        resources.forEach((resource, capacity) -> usages.put(resource.name(), usage(capacity)));
        return new ThroughputCounters(Map.copyOf(usages), conflicts, unmodelled);
    }

    private static Usage usage(ResourceCapacity resource) {
        Comparator<Consumption> byThrottled =
                Comparator.comparingLong(use -> use.throttledWrites() + use.throttledReads());
        Comparator<Consumption> byHeat = byThrottled.thenComparing(use -> use.writeUnits() + use.readUnits());
        List<HotKey> hottest = resource.partitions.entrySet().stream()
                .map(entry -> new HotKey(entry.getKey(), entry.getValue().consumption()))
                .sorted(Comparator.comparing(HotKey::consumption, byHeat.reversed()))
                .limit(MAX_HOTTEST)
                .toList();
        return new Usage(resource.total.consumption(), hottest);
    }
}
