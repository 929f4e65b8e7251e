package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.SiteItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The stream records that an audit has received, by event and by the user, video and bucket of the site that count it. */
final class RecentChanges {

    private final int max;
    private int size;
    private final Map<SummaryKey, Map<String, List<EventChange>>> bySubject = new HashMap<>();
    private final Map<String, List<EventChange>> byEvent = new HashMap<>();

    /**
     * Creates an empty collection.
     *
     * @param max the maximum number of records
     */
    RecentChanges(int max) {
        this.max = max;
    }

    /**
     * Adds a record.
     *
     * @throws IllegalStateException if there are too many
     */
    void add(EventChange change) {
        if (++size > max) {
            throw new IllegalStateException(
                    "more than " + max + " records of the stream wait to be counted; audit again when fewer do");
        }
        byEvent.computeIfAbsent(change.eventKey(), key -> new ArrayList<>(1)).add(change);
        for (SummaryKey subject : subjects(change)) {
            bySubject
                    .computeIfAbsent(subject, key -> new LinkedHashMap<>())
                    .computeIfAbsent(change.eventKey(), key -> new ArrayList<>(1))
                    .add(change);
        }
    }

    /**
     * The changes of the events of a user or a video, or of those that a bucket of the site counts, by event, each list in the
     * order of the stream.
     */
    Map<String, List<EventChange>> of(SummaryKey subject) {
        return bySubject.getOrDefault(subject, Map.of());
    }

    /** The changes of all events, by event, each list in the order of the stream. */
    Map<String, List<EventChange>> byEvent() {
        return byEvent;
    }

    Stream<EventChange> ofShard(String shardId) {
        return byEvent.values().stream().flatMap(List::stream).filter(change -> change.shardId()
                .equals(shardId));
    }

    /** Removes the events of which no change is needed. All changes of an event are removed together. */
    void removeIf(Predicate<EventChange> isNotNeeded) {
        bySubject.values().forEach(events -> events.values()
                .removeIf(changes -> changes.stream().allMatch(isNotNeeded)));
        bySubject.values().removeIf(Map::isEmpty);
        byEvent.values().removeIf(changes -> changes.stream().allMatch(isNotNeeded));
        size = byEvent.values().stream().mapToInt(List::size).sum();
    }

    private static Set<SummaryKey> subjects(EventChange change) {
        Set<SummaryKey> subjects = new LinkedHashSet<>();
        Stream.of(change.before(), change.after())
                .flatMap(value -> value.map(EventValue::contribution).stream())
                .forEach(contribution -> addSubjects(contribution, subjects));
        subjects.add(SiteItems.bucketOf(change.shardId()));
        return subjects;
    }

    private static void addSubjects(Contribution contribution, Set<SummaryKey> to) {
        to.add(contribution.user());
        to.add(contribution.video());
    }
}
