package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events that travel in one request. A retry sends the same request, so that a view stays the same view. */
record RequestBatch(List<TrafficEvent> events, ApiRequest request) {
    RequestBatch {
        events = List.copyOf(events);
        requireNonNull(request);
    }

    static RequestBatch ofOne(TrafficEvent event) {
        return new RequestBatch(List.of(event), EventRequests.of(event));
    }

    /** For {@code POST /events}; none of the events may be a deletion. */
    static RequestBatch ofBatch(List<TrafficEvent> events) {
        return new RequestBatch(events, EventRequests.ofBatch(events));
    }

    boolean isBatch() {
        return request.path().equals(EventRequests.BATCH_PATH);
    }

    Set<TrafficEvent.Key> keys() {
        return events.size() == 1
                ? Set.of(events.get(0).key())
                : events.stream().map(TrafficEvent::key).collect(Collectors.toSet());
    }

    /** The keys of the events that have such an outcome. */
    Set<TrafficEvent.Key> keysOf(List<Outcome> outcomes, Predicate<Outcome> which) {
        return IntStream.range(0, events.size())
                .filter(i -> which.test(outcomes.get(i)))
                .mapToObj(i -> events.get(i).key())
                .collect(Collectors.toSet());
    }

    /** The part of a batch that has these keys, in the same order. */
    RequestBatch only(Set<TrafficEvent.Key> keys) {
        return ofBatch(
                events.stream().filter(event -> keys.contains(event.key())).toList());
    }

    /** The outcomes, with those of the events that have these keys replaced by later ones. */
    List<Outcome> merged(List<Outcome> outcomes, Set<TrafficEvent.Key> keys, List<Outcome> later) {
        Iterator<Outcome> next = later.iterator();
        return IntStream.range(0, events.size())
                .mapToObj(i -> keys.contains(events.get(i).key()) ? next.next() : outcomes.get(i))
                .toList();
    }
}
