package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.EventCounter.Contribution;
import io.github.viewtally.aggregators.exactlyonce.ShardPosition.Lead;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.Subject;
import io.github.viewtally.model.VideoHour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run of records changes, item by item, apart from the items that a lead covers. */
final class Fold {

    private final Map<Subject, Counts> deltas = new HashMap<>();
    private final Map<VideoHour, Counts> hours = new HashMap<>();
    private final List<Change> quarantined = new ArrayList<>();
    private final Optional<Lead> lead;

    Fold(Optional<Lead> lead) {
        this.lead = lead;
    }

    static Fold of(List<Change> changes, Optional<Lead> lead) {
        Fold fold = new Fold(lead);
        changes.forEach(fold::add);
        return fold;
    }

    void add(Change change) {
        change.before()
                .ifPresent(
                        contribution -> add(contribution, contribution.counts().negated()));
        change.after().ifPresent(contribution -> add(contribution, contribution.counts()));
        if (change.fault().isPresent() && isOpen(Item.nameOf(change))) {
            quarantined.add(change);
        }
    }

    private void add(Contribution to, Counts counts) {
        add(to.user(), counts);
        add(to.video(), counts);
        if (to.hour().isPresent()
                && (lead.isEmpty() || isOpen(Item.nameOf(to.hour().get())))) {
            hours.merge(to.hour().get(), counts, Counts::plus);
        }
    }

    private void add(Subject subject, Counts counts) {
        if (lead.isEmpty() || isOpen(Item.nameOf(subject))) {
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
    List<Item> items() {
        List<Item> items = new ArrayList<>(size());
        deltas.forEach((subject, delta) -> {
            if (!delta.isZero()) {
                items.add(new Item.Summary(subject, delta));
            }
        });
        hours.forEach((hour, delta) -> {
            if (!delta.isZero()) {
                items.add(new Item.Hour(hour, delta));
            }
        });
        quarantined.forEach(change -> items.add(new Item.Quarantined(change)));
        return items;
    }
}
