package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Audits the totals of users, of videos and of everything while events are written and counted, and repairs them. It never
 * blocks a writer or an aggregator. Used by one thread.
 *
 * <p>A total is updated later than its events, so the two can only be compared at one moment. That moment is a {@link Cut}: one
 * transaction reads summaries, hours and the checkpoints of all shards. The audit follows the stream from its checkpoints
 * on, and sums the events in the table. If an event has changed during the audit, its value at the cut is taken from its
 * stream records. So the drift is exact, and correct counting does not change it, whatever traffic there is. A drift is
 * accepted only if two measurements agree. Subtracting it repairs the total at any later moment.
 */
public final class Auditor {

    private static final int MEASUREMENTS = 5;

    /** A damaged summary of a user without events is made readable, then zero, then removed. */
    private static final int ROUNDS = 3;

    private final Measurement measurement;
    private final TotalsMeasurement totals;
    private final Repairer repairer;
    private final ReadBudget budget;
    private final AuditSettings settings;

    /** Creates an auditor of a table, which follows its stream from now on. */
    public Auditor(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            String tableName,
            AuditSettings settings,
            ReadBudget budget) {
        this.budget = budget;
        this.settings = settings;
        this.measurement = new Measurement(dynamoDb, streams, tableName, settings, budget);
        this.totals = new TotalsMeasurement(measurement, () -> new TotalsScan(dynamoDb, tableName, budget));
        this.repairer = new Repairer(dynamoDb, tableName);
    }

    /** Audits some users and videos together. About a hundred at a time need little memory and share the waiting times. */
    public AuditReport audit(Collection<SummaryKey> subjects, boolean repair) {
        return audit(
                        measurement.measure(subjects),
                        items -> Optional.of(measurement.measure(items.stream()
                                .map(AuditedItem::subject)
                                .distinct()
                                .toList())),
                        subjects.size(),
                        repair,
                        ROUNDS)
                .orElseThrow();
    }

    /**
     * Audits the totals of everything, and their hours. It reads the whole table, and again if something is wrong.
     *
     * @param hasTime called before each page of the table; false ends the audit
     * @return the report, of no users and videos; empty if the time is over
     * @throws IllegalStateException if too many records wait to be counted, or if the aggregators count faster than the
     *     audit reads; after that, do not use this auditor again
     */
    public Optional<AuditReport> auditTotals(boolean repair, BooleanSupplier hasTime) {
        return totals.wrongItems(Optional.empty(), hasTime)
                .flatMap(items ->
                        audit(items, wrong -> totals.wrongItems(Optional.of(wrong), hasTime), 0, repair, ROUNDS));
    }

    /**
     * Audits items that have been measured once.
     *
     * @param again measures some of them again, perhaps with others; returns nothing if the time is over
     */
    private Optional<AuditReport> audit(
            List<AuditedItem> measured,
            Function<List<AuditedItem>, Optional<List<AuditedItem>>> again,
            int subjects,
            boolean repair,
            int rounds) {
        Map<String, AuditedItem> previous = suspects(measured);
        Map<String, AuditedItem> accepted = new LinkedHashMap<>();
        for (int i = 1; i < MEASUREMENTS && !previous.isEmpty(); i++) {
            budget.pause(settings.interval().toMillis());
            Optional<List<AuditedItem>> remeasured = again.apply(List.copyOf(previous.values()));
            if (remeasured.isEmpty()) {
                return Optional.empty();
            }
            Map<String, AuditedItem> current = suspects(remeasured.get());
            Map<String, AuditedItem> undecided = new HashMap<>();
            for (AuditedItem item : current.values()) {
                boolean isSame = Optional.ofNullable(previous.get(item.name()))
                        .filter(before -> hasSameFault(before, item))
                        .isPresent();
                (isSame ? accepted : undecided).put(item.name(), item);
            }
            previous = undecided;
        }
        List<Finding> findings = new ArrayList<>();
        Set<AuditedItem> unfinished = new LinkedHashSet<>();
        for (AuditedItem item : accepted.values()) {
            boolean isRepaired = repair && repairer.repair(item);
            if (isRepaired && (item.isDamaged() || item.isToBeRemoved())) {
                unfinished.add(item);
            } else if (isRepaired) {
                unfinished.addAll(emptied(item, measured));
            }
            Finding.of(item).ifPresent(found -> findings.add(isRepaired ? found.repaired() : found));
        }
        long events = measurement.takeEvents();
        if (!unfinished.isEmpty() && rounds > 1) {
            // Damaged counters are removed and now have a drift. Items without events are zero and can now be removed.
            Optional<AuditReport> rest = again.apply(List.copyOf(unfinished))
                    .flatMap(items -> audit(items, again, subjects, true, rounds - 1));
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            events += rest.get().events();
        }
        return Optional.of(new AuditReport(subjects, events, List.copyOf(findings)));
    }

    /** The measured summaries that may be all zero after a viewer without views was removed. */
    private static List<AuditedItem> emptied(AuditedItem removed, List<AuditedItem> measured) {
        return removed.viewer().filter(viewer -> removed.isStored()).stream()
                .flatMap(viewer -> measured.stream()
                        .filter(AuditedItem::isSummary)
                        .filter(item -> List.of(viewer.user(), viewer.video()).contains(item.subject()))
                        .filter(AuditedItem::hasNoEvents))
                .toList();
    }

    private static Map<String, AuditedItem> suspects(List<AuditedItem> items) {
        Map<String, AuditedItem> suspects = new LinkedHashMap<>();
        items.stream().filter(AuditedItem::needsRepair).forEach(item -> suspects.put(item.name(), item));
        return suspects;
    }

    private static boolean hasSameFault(AuditedItem before, AuditedItem now) {
        return before.damagedCounters().equals(now.damagedCounters())
                && before.isStored() == now.isStored()
                && (now.isDamaged()
                        || before.drift().equals(now.drift())
                                && before.trendDrift().equals(now.trendDrift()));
    }
}
