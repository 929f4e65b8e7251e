package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Events that travel in one request. A retry sends the same request, so that a view stays the same view. */
record Shipment(List<TrafficEvent> events, ApiRequest request) {
    Shipment {
        events = List.copyOf(events);
        requireNonNull(request);
    }

    static Shipment ofOne(TrafficEvent event) {
        return new Shipment(List.of(event), EventRequests.of(event));
    }

    /** For {@code POST /events}; none of the events may be a deletion. */
    static Shipment ofBatch(List<TrafficEvent> events) {
        return new Shipment(events, EventRequests.ofBatch(events));
    }

    boolean isBatch() {
        return request.path().equals(EventRequests.BATCH_PATH);
    }

    Set<TrafficEvent.Key> keys() {
        return events.size() == 1
                ? Set.of(events.get(0).key())
                : events.stream().map(TrafficEvent::key).collect(Collectors.toSet());
    }

    String text() {
        return events.size() == 1 ? events.get(0).text() : events.size() + " events";
    }
}
