package io.github.viewtally.aggregators.audit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the events of one user or video are, and to which items of it they contribute. */
record SubjectEvents(SummaryKey subject, CountingSettings counting) {

    SubjectEvents {
        requireNonNull(subject, "subject");
        requireNonNull(counting, "counting");
    }

    /** The items to which an event contributes. */
    List<String> itemNames(EventValue value) {
        List<String> names = new ArrayList<>(2);
        if (value.contribution().user().equals(subject)
                || value.contribution().video().equals(subject)) {
            names.add(ItemUpdate.nameOf(subject));
            if (!isUser() || counting.hoursOfUsers()) {
                value.contribution().hour().ifPresent(hour -> names.add(ItemUpdate.nameOf(hour.of(subject))));
            }
        }
        return names;
    }

    /** The items to which an event contributes before or after some changes. */
    Set<String> itemNames(List<EventChange> changes) {
        Set<String> names = new HashSet<>();
        changes.forEach(change -> {
            change.before().ifPresent(value -> names.addAll(itemNames(value)));
            change.after().ifPresent(value -> names.addAll(itemNames(value)));
        });
        return names;
    }

    /** The sort key attribute of the table or index in which the events are read. */
    String sortAttribute() {
        return isUser() ? Keys.SK : Keys.GSI1SK;
    }

    String partition(EventValue value) {
        return isUser() ? Keys.partition(subject) : value.indexPartition();
    }

    String sortKey(EventValue value) {
        return isUser() ? value.sortKey() : value.indexSortKey();
    }

    private boolean isUser() {
        return subject.kind() == SummaryKey.Kind.USER;
    }
}
