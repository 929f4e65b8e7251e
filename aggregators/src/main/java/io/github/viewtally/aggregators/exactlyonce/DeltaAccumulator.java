package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.exactlyonce.EventCounter.Contribution;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run of records changes, item by item, apart from the items that a lead covers. */
final class DeltaAccumulator {

    private final Map<SummaryKey, Counts> deltas = new HashMap<>();
    private final Map<VideoHour, Counts> hours = new HashMap<>();
    private final List<Change> quarantined = new ArrayList<>();
    private final Optional<PartialCheckpoint> lead;

    DeltaAccumulator(Optional<PartialCheckpoint> lead) {
        this.lead = lead;
    }

    static DeltaAccumulator of(List<Change> changes, Optional<PartialCheckpoint> lead) {
        DeltaAccumulator fold = new DeltaAccumulator(lead);
        changes.forEach(fold::add);
        return fold;
    }

    void add(Change change) {
        change.before()
                .ifPresent(
                        contribution -> add(contribution, contribution.counts().negated()));
        change.after().ifPresent(contribution -> add(contribution, contribution.counts()));
        if (change.fault().isPresent() && isOpen(ItemUpdate.nameOf(change))) {
            quarantined.add(change);
        }
    }

    private void add(Contribution to, Counts counts) {
        add(to.user(), counts);
        add(to.video(), counts);
        if (to.hour().isPresent()
                && (lead.isEmpty() || isOpen(ItemUpdate.nameOf(to.hour().get())))) {
            hours.merge(to.hour().get(), counts, Counts::plus);
        }
    }

    private void add(SummaryKey subject, Counts counts) {
        if (lead.isEmpty() || isOpen(ItemUpdate.nameOf(subject))) {
            deltas.merge(subject, counts, Counts::plus);
        }
    }

    private boolean isOpen(String itemName) {
        return lead.isEmpty() || !lead.get().covers(itemName);
    }

    /** How many items it changes at most. */
    int size() {
        return deltas.size() + hours.size() + quarantined.size();
    }

    /** How many of them are quarantined records. */
    int quarantined() {
        return quarantined.size();
    }

    /** The changes of items, without those that come to nothing, in no order. */
    List<ItemUpdate> items() {
        List<ItemUpdate> items = new ArrayList<>(size());
        deltas.forEach((subject, delta) -> {
            if (!delta.isZero()) {
                items.add(new ItemUpdate.Summary(subject, delta));
            }
        });
        hours.forEach((hour, delta) -> {
            if (!delta.isZero()) {
                items.add(new ItemUpdate.Hour(hour, delta));
            }
        });
        quarantined.forEach(change -> items.add(new ItemUpdate.Quarantined(change)));
        return items;
    }
}
