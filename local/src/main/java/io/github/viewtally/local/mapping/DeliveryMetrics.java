package io.github.viewtally.local.mapping;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The meters of the delivery. They continue when the table is created again. Thread-safe. */
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final Supplier<Optional<Instant>> unreadSince;
    private final Counter recordsRead;
    private final Map<String, MappingMetrics> mappings = new ConcurrentHashMap<>();

    /**
     * Registers the meters.
     *
     * @param unreadSince the time since which a shard cannot be read; empty while all shards can be read
     */
    DeliveryMetrics(MeterRegistry registry, Supplier<Optional<Instant>> unreadSince) {
        this.registry = registry;
        this.unreadSince = unreadSince;
        this.recordsRead = Counter.builder("mapping.records.read")
                .description("Records read from the stream, once for all mappings")
                .register(registry);
    }

    Counter recordsRead() {
        return recordsRead;
    }

    MappingMetrics of(String mapping) {
        return mappings.computeIfAbsent(mapping, name -> new MappingMetrics(registry, name, unreadSince));
    }

    /** The meters of one mapping, over all shards. Thread-safe. */
    static final class MappingMetrics {

        private final Counter filteredOut;
        private final Counter delivered;
        private final Counter retried;
        private final Supplier<Optional<Instant>> unreadSince;
        private final List<MappingWorker> workers = new CopyOnWriteArrayList<>();

        MappingMetrics(MeterRegistry registry, String mapping, Supplier<Optional<Instant>> unreadSince) {
            this.unreadSince = unreadSince;
            filteredOut = counter(registry, mapping, "filtered", "Records that did not match the filter");
            delivered = counter(registry, mapping, "delivered", "Records that the function has processed");
            retried = counter(registry, mapping, "retried", "Records to be delivered again, counted for each retry");
            TimeGauge.builder("mapping.iterator.age", this, TimeUnit.MILLISECONDS, MappingMetrics::ageMillis)
                    .description(
                            "Age of the oldest record that is not processed yet, or time since the stream was last read")
                    .tag("mapping", mapping)
                    .register(registry);
        }

        private static Counter counter(MeterRegistry registry, String mapping, String name, String description) {
            return Counter.builder("mapping.records." + name)
                    .description(description)
                    .tag("mapping", mapping)
                    .register(registry);
        }

        /** Includes the records of a worker in the age until the worker has {@link #ended}. */
        void watch(MappingWorker worker) {
            workers.add(worker);
        }

        void ended(MappingWorker worker) {
            workers.remove(worker);
        }

        void filteredOut() {
            filteredOut.increment();
        }

        void delivered(int records) {
            delivered.increment(records);
        }

        void toBeRetried(int records) {
            retried.increment(records);
        }

        private double ageMillis() {
            Instant now = Instant.now();
            return Stream.concat(
                            workers.stream().flatMap(worker -> worker.oldestWaiting().stream()),
                            unreadSince.get().stream())
                    .mapToLong(since -> Math.max(0, Duration.between(since, now).toMillis()))
                    .max()
                    .orElse(0);
        }
    }
}
