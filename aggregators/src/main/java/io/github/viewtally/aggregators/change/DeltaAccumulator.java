package io.github.viewtally.aggregators.change;

import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums changes per item. It skips the items that these changes have already updated. Every change also counts for the site,
 * and for an hour of its user if the hours of users are counted. Not thread-safe.
 */
public final class DeltaAccumulator {

    private final Map<SummaryKey, Delta> summaries = new HashMap<>();
    private final Map<HourKey, Delta> hours = new HashMap<>();
    /** The change of the number of views in the table, by video and hour. */
    private final Map<SummaryKey, Map<String, Long>> hourly = new HashMap<>();

    private final List<Change> quarantined = new ArrayList<>();
    private final Set<String> marked = new HashSet<>();
    private final SummaryKey site;
    private final CountingSettings counting;
    private final Optional<String> lastUpdated;
    private final boolean marksSkipped;

    /** The amounts to add to the totals of an item, and to its counters of events that time to live has removed. */
    private record Delta(Counts counts, Counts expired) {

        Delta plus(Delta other) {
            return new Delta(counts.plus(other.counts), expired.plus(other.expired));
        }

        boolean isZero() {
            return counts.isZero() && expired.isZero();
        }
    }

    /**
     * Creates an empty accumulator.
     *
     * @param site the bucket of the site's totals to which the changes are added
     * @param lastUpdated the name of the last item that is already updated; items with an equal or lower name are skipped
     * @param marksSkipped whether skipped items are marked for the next audit
     */
    public DeltaAccumulator(
            SummaryKey site, CountingSettings counting, Optional<String> lastUpdated, boolean marksSkipped) {
        this.site = site;
        this.counting = counting;
        this.lastUpdated = lastUpdated;
        this.marksSkipped = marksSkipped;
    }

    /** Adds what a change contributes to its user, its video, their hours and the site. */
    public void add(Change change) {
        change.before()
                .ifPresent(before -> add(before, new Delta(before.counts().negated(), Counts.ZERO)));
        change.after().ifPresent(after -> add(after, new Delta(after.counts(), Counts.ZERO)));
        change.expired().ifPresent(expired -> add(expired, new Delta(Counts.ZERO, expired.counts())));
        if (change.fault().isPresent() && !isUpdated(ItemUpdate.nameOf(change))) {
            quarantined.add(change);
        }
    }

    private void add(Contribution contribution, Delta delta) {
        add(contribution.user(), delta);
        add(contribution.video(), delta);
        add(site, delta);
        contribution.hour().ifPresent(hour -> {
            add(hour, delta);
            add(hour.of(site), delta);
            if (counting.hoursOfUsers()) {
                add(hour.of(contribution.user()), delta);
            }
            // A view that time to live removes leaves the trend, as the table then no longer has it.
            addHourly(hour, delta.counts().views() - delta.expired().views());
        });
    }

    private void addHourly(HourKey hour, long views) {
        if (views != 0 && (lastUpdated.isEmpty() || !isUpdated(ItemUpdate.nameOf(hour.owner())))) {
            hourly.computeIfAbsent(hour.owner(), owner -> new HashMap<>()).merge(hour.hour(), views, Long::sum);
        }
    }

    private void add(HourKey hour, Delta delta) {
        if (lastUpdated.isEmpty() || !skipIfUpdated(ItemUpdate.nameOf(hour))) {
            hours.merge(hour, delta, Delta::plus);
        }
    }

    private void add(SummaryKey summary, Delta delta) {
        if (lastUpdated.isEmpty() || !skipIfUpdated(ItemUpdate.nameOf(summary))) {
            summaries.merge(summary, delta, Delta::plus);
        }
    }

    /** Returns whether the item is already updated. If so, it is marked for the next audit if that is required. */
    private boolean skipIfUpdated(String itemName) {
        boolean isSkipped = isUpdated(itemName);
        if (isSkipped && marksSkipped && !isUpdated(ItemUpdate.nameOfMark(itemName))) {
            marked.add(itemName);
        }
        return isSkipped;
    }

    private boolean isUpdated(String itemName) {
        return lastUpdated.isPresent() && itemName.compareTo(lastUpdated.get()) <= 0;
    }

    /** The maximum number of updates that {@link #updates} can return. */
    public int size() {
        return summaries.size() + hours.size() + quarantined.size() + marked.size();
    }

    /** Whether a change has been added to the summary. */
    public boolean contains(SummaryKey summary) {
        return summaries.containsKey(summary);
    }

    /** The number of records for the quarantine. */
    public int quarantinedCount() {
        return quarantined.size();
    }

    /** The updates of all items whose delta is not zero, in no particular order. The list is modifiable. */
    public List<ItemUpdate> updates() {
        List<ItemUpdate> updates = new ArrayList<>(size());
        summaries.forEach((key, delta) -> {
            HourlyViews views = new HourlyViews(hourly.getOrDefault(key, Map.of()));
            if (!delta.isZero() || !views.isZero()) {
                updates.add(new ItemUpdate.SummaryDelta(key, delta.counts(), delta.expired(), views));
            }
        });
        hours.forEach((hour, delta) -> {
            if (!delta.isZero()) {
                updates.add(new ItemUpdate.HourDelta(hour, delta.counts(), delta.expired()));
            }
        });
        quarantined.forEach(change -> updates.add(new ItemUpdate.QuarantinedRecord(change)));
        marked.forEach(item -> updates.add(new ItemUpdate.AuditMark(item)));
        return updates;
    }
}
