package io.github.viewtally.testsupport.throughput;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link ThroughputProxy} has counted since its start.
 *
 * @param resources the consumption of each table by its name, and of each index by "table/index/name"
 * @param conflicts items that a request could not write or read because a transaction held them
 * @param unmodelled calls on items that were forwarded without limits, because the model does not know their operation or
 *     expression; scans are among them
 */
public record ThroughputCounters(Map<String, Usage> resources, long conflicts, long unmodelled) {

    /**
     * The consumption of a table or index.
     *
     * @param total all partition keys together
     * @param hottest the partition keys with the most throttled and consumed units, hottest first
     */
    public record Usage(Consumption total, List<HotKey> hottest) {}

    /** The consumption of one partition key. */
    public record HotKey(String partition, Consumption consumption) {}

    /**
     * Consumed units and refused writes and reads. An item that is refused and sent again counts each time.
     *
     * @param writeUnits units of writes that DynamoDB has executed
     * @param readUnits units of reads
     */
    public record Consumption(double writeUnits, double readUnits, long throttledWrites, long throttledReads) {

        static final Consumption NONE = new Consumption(0, 0, 0, 0);

        private String text() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f write units (%,d refused), %,.0f read units (%,d refused)",
                    writeUnits,
                    throttledWrites,
                    readUnits,
                    throttledReads);
        }
    }

    /** Returns a line for each table and index, with its hottest key, and a line for the conflicts. */
    public String summary() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(resources).forEach((name, usage) -> {
            lines.append(name).append(": ").append(usage.total().text());
            usage.hottest().stream().findFirst().ifPresent(key -> lines.append("; hottest ")
                    .append(key.partition())
                    .append(": ")
                    .append(key.consumption().text()));
            lines.append('\n');
        });
        return lines.append(
                        String.format(Locale.ROOT, "%,d conflicts, %,d calls without limits", conflicts, unmodelled))
                .toString();
    }

    /** Returns the consumption of a table or index; zeros if it was not used. */
    public Consumption total(String resource) {
        Usage usage = resources.get(resource);
        return usage == null ? Consumption.NONE : usage.total();
    }

    /** Returns the consumption of one partition key; zeros if it is not among the hottest. */
    public Consumption partition(String resource, String partition) {
        Usage usage = resources.get(resource);
        return usage == null
                ? Consumption.NONE
                : usage.hottest().stream()
                        .filter(key -> key.partition().equals(partition))
                        .map(HotKey::consumption)
                        .findFirst()
                        .orElse(Consumption.NONE);
    }
}
