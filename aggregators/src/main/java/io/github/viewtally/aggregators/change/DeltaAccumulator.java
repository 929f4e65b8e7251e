package io.github.viewtally.aggregators.change;

import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums changes per item. It skips the items that these changes have already updated. */
public final class DeltaAccumulator {

    private final Map<SummaryKey, Counts> summaries = new HashMap<>();
    private final Map<VideoHour, Counts> hours = new HashMap<>();
    private final List<Change> quarantined = new ArrayList<>();
    private final Optional<String> lastUpdated;

    /**
     * Creates an empty accumulator.
     *
     * @param lastUpdated the name of the last item that is already updated; items with an equal or lower name are skipped
     */
    public DeltaAccumulator(Optional<String> lastUpdated) {
        this.lastUpdated = lastUpdated;
    }

    public void add(Change change) {
        change.before()
                .ifPresent(
                        contribution -> add(contribution, contribution.counts().negated()));
        change.after().ifPresent(contribution -> add(contribution, contribution.counts()));
        if (change.fault().isPresent() && !isUpdated(ItemUpdate.nameOf(change))) {
            quarantined.add(change);
        }
    }

    private void add(Contribution contribution, Counts counts) {
        add(contribution.user(), counts);
        add(contribution.video(), counts);
        contribution.hour().ifPresent(hour -> {
            if (lastUpdated.isEmpty() || !isUpdated(ItemUpdate.nameOf(hour))) {
                hours.merge(hour, counts, Counts::plus);
            }
        });
    }

    private void add(SummaryKey summary, Counts counts) {
        if (lastUpdated.isEmpty() || !isUpdated(ItemUpdate.nameOf(summary))) {
            summaries.merge(summary, counts, Counts::plus);
        }
    }

    private boolean isUpdated(String itemName) {
        return lastUpdated.isPresent() && itemName.compareTo(lastUpdated.get()) <= 0;
    }

    /** The number of items touched, which is the most that {@link #updates} can return. */
    public int size() {
        return summaries.size() + hours.size() + quarantined.size();
    }

    /** The number of records for the quarantine. */
    public int quarantined() {
        return quarantined.size();
    }

    /** The updates of all items whose delta is not zero, in no particular order. The list is modifiable. */
    public List<ItemUpdate> updates() {
        List<ItemUpdate> updates = new ArrayList<>(size());
        summaries.forEach((key, delta) -> {
            if (!delta.isZero()) {
                updates.add(new ItemUpdate.SummaryDelta(key, delta));
            }
        });
        hours.forEach((hour, delta) -> {
            if (!delta.isZero()) {
                updates.add(new ItemUpdate.HourDelta(hour, delta));
            }
        });
        quarantined.forEach(change -> updates.add(new ItemUpdate.QuarantinedRecord(change)));
        return updates;
    }
}
