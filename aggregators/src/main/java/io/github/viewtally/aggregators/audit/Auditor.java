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
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Audits the totals of users and videos while events are written and counted, and repairs them. It never blocks a writer or
 * an aggregator. Used by one thread.
 *
 * <p>A total lags behind its events, so the two can only be compared at one moment. That moment is a {@link Cut}: one
 * transaction reads summaries, hours and the checkpoints of all shards. The audit follows the stream from these checkpoints
 * on. It sums the events in the table, and replaces each event that has changed meanwhile by what it was at the cut, which
 * its stream records tell. So the drift is exact. Correct counting does not change it, whatever traffic there is: it is
 * believed only if two measurements agree, and subtracting it repairs the total at any later moment.
 */
public final class Auditor {

    private static final int MEASUREMENTS = 5;

    /** A damaged summary of a user without events is made readable, then zero, then removed. */
    private static final int ROUNDS = 3;

    private final Measurement measurement;
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
        this.repairer = new Repairer(dynamoDb, tableName);
    }

    /** Audits some users and videos together. About a hundred at a time keep memory small and share the waiting. */
    public AuditReport audit(Collection<SummaryKey> subjects, boolean repair) {
        return audit(subjects, repair, ROUNDS);
    }

    private AuditReport audit(Collection<SummaryKey> subjects, boolean repair, int rounds) {
        Map<String, AuditedItem> previous = suspects(measurement.measure(subjects));
        Map<String, AuditedItem> believed = new LinkedHashMap<>();
        for (int i = 1; i < MEASUREMENTS && !previous.isEmpty(); i++) {
            budget.pause(settings.interval().toMillis());
            Map<String, AuditedItem> current = suspects(measurement.measure(previous.values().stream()
                    .map(AuditedItem::subject)
                    .distinct()
                    .toList()));
            Map<String, AuditedItem> undecided = new HashMap<>();
            for (AuditedItem item : current.values()) {
                boolean isSame = Optional.ofNullable(previous.get(item.name()))
                        .filter(before -> hasSameFault(before, item))
                        .isPresent();
                (isSame ? believed : undecided).put(item.name(), item);
            }
            previous = undecided;
        }
        List<Finding> findings = new ArrayList<>();
        Set<SummaryKey> unfinished = new LinkedHashSet<>();
        for (AuditedItem item : believed.values()) {
            boolean isRepaired = repair && repairer.repair(item);
            if (isRepaired && (item.isDamaged() || item.isToBeRemoved())) {
                unfinished.add(item.subject());
            }
            Finding.of(item).ifPresent(found -> findings.add(isRepaired ? found.repaired() : found));
        }
        long events = measurement.takeEvents();
        if (!unfinished.isEmpty() && rounds > 1) {
            // Damaged counters are removed and now have a drift. Items without events are zero and can now be removed.
            events += audit(unfinished, true, rounds - 1).events();
        }
        return new AuditReport(subjects.size(), events, List.copyOf(findings));
    }

    private static Map<String, AuditedItem> suspects(List<AuditedItem> items) {
        Map<String, AuditedItem> suspects = new LinkedHashMap<>();
        items.stream().filter(AuditedItem::needsRepair).forEach(item -> suspects.put(item.name(), item));
        return suspects;
    }

    private static boolean hasSameFault(AuditedItem before, AuditedItem now) {
        return before.damagedCounters().equals(now.damagedCounters())
                && before.isStored() == now.isStored()
                && (now.isDamaged() || before.drift().equals(now.drift()));
    }
}
