package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.TableSubjects.Page;
import io.github.viewtally.aggregators.audit.TableSubjects.WalkPosition;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Audits and repairs a table a little at a time: first the summaries and hours that are marked, then all users and videos in
 * turn, and then the totals of everything. An item of the table stores where the next run continues. Used by one thread.
 *
 * <p>A table that was counted by a version without totals of everything lacks them. Their first audit adds them and does not
 * report this as wrong.
 */
public final class ScheduledAudit {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledAudit.class);

    private static final int GROUP_SIZE = 100;
    private static final Map<String, AttributeValue> CURSOR_KEY = EventItems.key(Keys.AUDIT_CURSOR, Keys.AUDIT_CURSOR);

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final Supplier<Auditor> auditors;
    private final TableSubjects subjects;
    private Auditor auditor;
    private boolean hasAuditedTotals;

    /**
     * The result of a run.
     *
     * @param audited the number of audited users and videos
     * @param found the number of wrong summaries and hours
     * @param repaired the number of these that were repaired
     * @param isWalkDone whether the run has reached the end of the table
     */
    public record Result(long audited, long found, long repaired, boolean isWalkDone) {

        private static final Result NONE = new Result(0, 0, 0, false);

        private Result plus(AuditReport report) {
            return new Result(
                    audited + report.subjects(),
                    found + report.findings().size(),
                    repaired
                            + report.findings().stream()
                                    .filter(Finding::isRepaired)
                                    .count(),
                    isWalkDone);
        }
    }

    /** Creates an audit of a table, which follows its stream from now on. */
    public ScheduledAudit(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            String tableName,
            AuditSettings settings,
            ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.auditors = () -> new Auditor(dynamoDb, streams, tableName, settings, budget);
        this.auditor = auditors.get();
        this.subjects = new TableSubjects(dynamoDb, tableName, budget);
    }

    /**
     * Audits what is marked, and continues the walk until its end or until the time is over.
     *
     * @param hasTime called before each hundred users and videos, and before each page of the table; false ends the run
     */
    public Result run(BooleanSupplier hasTime) {
        Optional<WalkPosition> position = Optional.of(readCursor());
        List<Map<String, AttributeValue>> marks = new ArrayList<>(subjects.dueMarks());
        List<Map<String, AttributeValue>> ofSite =
                marks.stream().filter(TableSubjects::isOfSite).toList();
        marks.removeAll(ofSite);
        Result result = Result.NONE;
        if (!ofSite.isEmpty()) {
            // Cleared first, so that totals that cannot be audited do not stop every run.
            subjects.clear(ofSite);
            result = auditTotals(result, position.get(), hasTime).orElse(result);
        }
        for (int from = 0; from < marks.size() && hasTime.getAsBoolean(); from += GROUP_SIZE) {
            List<Map<String, AttributeValue>> some = marks.subList(from, Math.min(marks.size(), from + GROUP_SIZE));
            List<SummaryKey> marked = some.stream()
                    .flatMap(mark -> TableSubjects.subjectOf(mark).stream())
                    .distinct()
                    .toList();
            result = audit(marked, result);
            subjects.clear(some);
        }
        while (position.isPresent() && hasTime.getAsBoolean()) {
            Page page = subjects.page(position.get());
            result = audit(page.subjects(), result);
            position = page.next();
            save(position.orElse(WalkPosition.START));
        }
        if (position.isEmpty()) {
            Optional<Result> withTotals = auditTotals(result, WalkPosition.START, hasTime);
            if (withTotals.isEmpty()) {
                // The next run has more time for them.
                subjects.markTotals();
            }
            result = withTotals.orElse(result);
        }
        return new Result(result.audited(), result.found(), result.repaired(), position.isEmpty());
    }

    /** Returns empty if the time is over, or if the totals cannot be measured now. */
    private Optional<Result> auditTotals(Result before, WalkPosition position, BooleanSupplier hasTime) {
        Optional<AuditReport> report;
        try {
            report = auditor.auditTotals(true, hasTime);
        } catch (IllegalStateException e) {
            LOG.warn("The totals of everything are not audited now, a later run tries again: {}", e.getMessage());
            // The old auditor may have received only a part of the stream.
            auditor = auditors.get();
            return Optional.empty();
        }
        if (hasAuditedTotals || report.isEmpty()) {
            return report.map(before::plus);
        }
        hasAuditedTotals = true;
        save(position);
        int added = report.get().findings().size();
        if (added > 0) {
            LOG.info("{} totals and hours of everything were not counted before and are added now", added);
        }
        return Optional.of(before);
    }

    private Result audit(List<SummaryKey> all, Result before) {
        Result result = before;
        for (int from = 0; from < all.size(); from += GROUP_SIZE) {
            result = result.plus(auditor.audit(all.subList(from, Math.min(all.size(), from + GROUP_SIZE)), true));
        }
        return result;
    }

    /** Returns where this run continues, and reads whether the totals of everything were audited before. */
    private WalkPosition readCursor() {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(tableName).key(CURSOR_KEY).consistentRead(true))
                .item();
        hasAuditedTotals = item.containsKey(Keys.AUDITED_TOTALS);
        if (!item.containsKey(Keys.AUDIT_START_KEY)) {
            return WalkPosition.START;
        }
        return new WalkPosition(
                item.get(Keys.AUDIT_IN_INDEX).bool(),
                item.get(Keys.AUDIT_START_KEY).m());
    }

    private void save(WalkPosition position) {
        Map<String, AttributeValue> item = new HashMap<>(CURSOR_KEY);
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.AUDIT_CURSOR));
        item.put(Keys.AUDIT_IN_INDEX, AttributeValue.fromBool(position.isInIndex()));
        item.put(Keys.AUDIT_START_KEY, AttributeValue.fromM(position.startKey()));
        if (hasAuditedTotals) {
            item.put(Keys.AUDITED_TOTALS, AttributeValue.fromBool(true));
        }
        dynamoDb.putItem(request -> request.tableName(tableName).item(item));
    }
}
