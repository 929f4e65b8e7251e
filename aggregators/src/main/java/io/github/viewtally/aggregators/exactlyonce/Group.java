package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.EventCounter.Contribution;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.Subject;
import io.github.viewtally.model.VideoHour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The longest run of records, from the first of a batch on, whose effects fit into one transaction: its records are
 * applied together or not at all.
 */
final class Group {

    /** DynamoDB takes 100 items in a transaction ("Quotas" in its guide); one of them is the position. */
    private static final int MAX_ITEMS = 99;

    /** A transaction takes 4 MB; a quarantined record may need some 200 kB of them. */
    private static final int MAX_QUARANTINED = 10;

    private final Map<Subject, Counts> deltas = new LinkedHashMap<>();
    private final Map<VideoHour, Counts> hours = new LinkedHashMap<>();
    private final List<Change> quarantined = new ArrayList<>();
    private final SequenceNumber first;
    private SequenceNumber last;
    private int size;

    private Group(SequenceNumber first) {
        this.first = first;
        this.last = first;
    }

    /** Packs a group from the beginning of a list that is not empty. */
    static Group packFrom(List<Change> changes) {
        Group group = new Group(changes.get(0).position());
        for (Change change : changes) {
            if (!group.hasRoomFor(change)) {
                break;
            }
            group.add(change);
        }
        return group;
    }

    private boolean hasRoomFor(Change change) {
        long more = newItems(change) + (change.fault().isPresent() ? 1 : 0);
        return deltas.size() + hours.size() + quarantined.size() + more <= MAX_ITEMS
                && (change.fault().isEmpty() || quarantined.size() < MAX_QUARANTINED);
    }

    private long newItems(Change change) {
        return Stream.of(change.before(), change.after())
                .flatMap(Optional::stream)
                .flatMap(contribution -> Stream.concat(
                        Stream.of(contribution.user(), contribution.video()), contribution.hour().stream()))
                .distinct()
                .filter(item -> !deltas.containsKey(item) && !hours.containsKey(item))
                .count();
    }

    private void add(Change change) {
        change.before()
                .ifPresent(
                        contribution -> add(contribution, contribution.counts().negated()));
        change.after().ifPresent(contribution -> add(contribution, contribution.counts()));
        if (change.fault().isPresent()) {
            quarantined.add(change);
        }
        last = change.position();
        size++;
    }

    private void add(Contribution to, Counts counts) {
        deltas.merge(to.user(), counts, Counts::plus);
        deltas.merge(to.video(), counts, Counts::plus);
        to.hour().ifPresent(hour -> hours.merge(hour, counts, Counts::plus));
    }

    /** The changes of the summaries, without those that come to nothing. */
    Map<Subject, Counts> deltas() {
        return effective(deltas);
    }

    /** The changes of the hours of videos, without those that come to nothing. */
    Map<VideoHour, Counts> hours() {
        return effective(hours);
    }

    private static <T> Map<T, Counts> effective(Map<T, Counts> deltas) {
        Map<T, Counts> effective = new LinkedHashMap<>(deltas);
        effective.values().removeIf(Counts::isZero);
        return effective;
    }

    /** The records that an operator should look at. */
    List<Change> quarantined() {
        return quarantined;
    }

    SequenceNumber first() {
        return first;
    }

    SequenceNumber last() {
        return last;
    }

    /** How many records the group holds; at least one. */
    int size() {
        return size;
    }
}
