package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.SiteItems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Measures what the buckets of the site hold together, and what they should hold at that moment. A single bucket has no
 * expected value, because an event may be added by one shard and removed by another. So only the sums of all buckets are
 * compared, and a drift is attributed to the first bucket.
 */
final class TotalsMeasurement {

    /** Pages of at most a megabyte that are in memory between two polls of the stream. */
    private static final int PAGES_AT_ONCE = 20;

    /** The number of sort keys whose items of all buckets are in memory at once. */
    private static final int GROUPS_AT_ONCE = 200;

    private final Measurement measurement;
    private final Supplier<TotalsScan> scans;

    TotalsMeasurement(Measurement measurement, Supplier<TotalsScan> scans) {
        this.measurement = measurement;
        this.scans = scans;
    }

    /**
     * Reads the whole table and returns the items that need a repair.
     *
     * @param only measures the items of the site with the sort keys of these; empty for all items
     * @param hasTime called before each page of the scan; false ends it
     * @return empty if the time is over
     */
    Optional<List<AuditedItem>> wrongItems(Optional<List<AuditedItem>> only, BooleanSupplier hasTime) {
        measurement.catchUp();
        TotalsScan scan = scans.get();
        while (!scan.isComplete()) {
            for (int page = 0; page < PAGES_AT_ONCE && !scan.isComplete(); page++) {
                if (!hasTime.getAsBoolean()) {
                    return Optional.empty();
                }
                scan.readPage();
            }
            measurement.awaitStream();
            scan.confirm(measurement.changes());
        }
        measurement.addEvents(scan.events());
        List<String> sortKeys =
                List.copyOf(only.map(TotalsMeasurement::sortKeys).orElseGet(() -> allSortKeys(scan)));
        List<AuditedItem> wrong = new ArrayList<>();
        for (int from = 0; from < sortKeys.size(); from += GROUPS_AT_ONCE) {
            wrong.addAll(wrongItems(scan, sortKeys.subList(from, Math.min(sortKeys.size(), from + GROUPS_AT_ONCE))));
        }
        return Optional.of(wrong);
    }

    private static Set<String> sortKeys(List<AuditedItem> items) {
        Set<String> sortKeys = new LinkedHashSet<>();
        items.forEach(item -> sortKeys.add(ItemUpdate.sortOf(item.name())));
        return sortKeys;
    }

    private Set<String> allSortKeys(TotalsScan scan) {
        Set<String> sortKeys = new TreeSet<>(scan.sortKeys(measurement.changes()));
        for (SummaryKey bucket : SiteItems.buckets()) {
            measurement.storedHours(bucket).forEach(name -> sortKeys.add(ItemUpdate.sortOf(name)));
        }
        return sortKeys;
    }

    private List<AuditedItem> wrongItems(TotalsScan scan, List<String> sortKeys) {
        Map<String, SummaryKey> items = new LinkedHashMap<>();
        for (String sortKey : sortKeys) {
            SiteItems.buckets().forEach(bucket -> items.put(ItemUpdate.nameOf(bucket, sortKey), bucket));
        }
        Map<String, Cut> cuts = measurement.cuts(items);
        Map<String, Counts> sums = scan.sums(Set.copyOf(sortKeys), measurement.changes(), cuts);
        List<AuditedItem> wrong = new ArrayList<>();
        for (String sortKey : sortKeys) {
            group(sortKey, cuts, sums.get(sortKey)).stream()
                    .filter(AuditedItem::needsRepair)
                    .forEach(wrong::add);
        }
        return wrong;
    }

    /** The items of all buckets. The drift is unknown while a counter of one of them is damaged. */
    private static List<AuditedItem> group(String sortKey, Map<String, Cut> cuts, Counts expected) {
        List<AuditedItem> items = new ArrayList<>();
        Counts drift = expected.negated();
        for (SummaryKey bucket : SiteItems.buckets()) {
            String name = ItemUpdate.nameOf(bucket, sortKey);
            Cut cut = cuts.get(name);
            AuditedItem item =
                    AuditedItem.withoutDrift(bucket, name, cut.items().getOrDefault(name, Map.of()));
            drift = drift.plus(item.expected()).plus(cut.deferred(name));
            items.add(item);
        }
        if (items.stream().noneMatch(AuditedItem::isDamaged)) {
            items.set(0, items.get(0).withDrift(drift));
        }
        return items;
    }
}
