package io.github.viewtally.loadgen.run;

import io.github.viewtally.loadgen.traffic.TrafficEvent;

/** Hears what becomes of each event that is sent, once for each; of events with one key in the order of their sending. */
@FunctionalInterface
public interface RunListener {

    /** Called on the event loop of the run. */
    void settled(TrafficEvent event, Outcome outcome);
}
