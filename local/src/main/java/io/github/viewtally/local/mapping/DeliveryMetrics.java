package io.github.viewtally.local.mapping;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of the delivery. They continue when the table is created again. Thread-safe. */
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final Supplier<Optional<Instant>> unreadSince;
    private final Counter recordsRead;
    private final Map<String, MappingMetrics> mappings = new ConcurrentHashMap<>();

    /**
     * Registers the meters.
     *
     * @param unreadSince time since which records are not read; empty while they are read
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
}
