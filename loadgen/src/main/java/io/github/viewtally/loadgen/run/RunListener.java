package io.github.viewtally.loadgen.run;

import io.github.viewtally.loadgen.traffic.TrafficEvent;

/** Receives the outcome of each event once. The outcomes of events with the same key arrive in the order of sending. */
@FunctionalInterface
public interface RunListener {

    /** Called on the event loop of the run. */
    void onOutcome(TrafficEvent event, EventOutcome outcome);
}
