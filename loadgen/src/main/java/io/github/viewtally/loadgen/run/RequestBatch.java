package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.traffic.EventKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The events of one request. A retry sends the same request, so that a view keeps its timestamp. */
record RequestBatch(List<TrafficEvent> events, ApiRequest request) {
    RequestBatch {
        events = List.copyOf(events);
        requireNonNull(request);
    }

    static RequestBatch ofOne(TrafficEvent event) {
        return new RequestBatch(List.of(event), EventRequests.of(event));
    }

    /** Creates a request {@code POST /events}. None of the events may be a deletion. */
    static RequestBatch ofBatch(List<TrafficEvent> events) {
        return new RequestBatch(events, EventRequests.ofBatch(events));
    }

    boolean isBatch() {
        return request.path().equals(EventRequests.BATCH_PATH);
    }

    Set<EventKey> keys() {
        return events.size() == 1
                ? Set.of(events.get(0).key())
                : events.stream().map(TrafficEvent::key).collect(Collectors.toSet());
    }

    /** Returns the keys of the events whose outcome matches. */
    Set<EventKey> keysOf(List<EventOutcome> outcomes, Predicate<EventOutcome> condition) {
        return IntStream.range(0, events.size())
                .filter(i -> condition.test(outcomes.get(i)))
                .mapToObj(i -> events.get(i).key())
                .collect(Collectors.toSet());
    }

    /** Returns the events with these keys as a batch, in the same order. */
    RequestBatch only(Set<EventKey> keys) {
        return ofBatch(
                events.stream().filter(event -> keys.contains(event.key())).toList());
    }

    /** Returns the outcomes, with later outcomes for the events with these keys. */
    List<EventOutcome> merged(List<EventOutcome> outcomes, Set<EventKey> keys, List<EventOutcome> later) {
        Iterator<EventOutcome> next = later.iterator();
        return IntStream.range(0, events.size())
                .mapToObj(i -> keys.contains(events.get(i).key()) ? next.next() : outcomes.get(i))
                .toList();
    }
}
