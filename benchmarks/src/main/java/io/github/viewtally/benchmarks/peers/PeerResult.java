package io.github.viewtally.benchmarks.peers;

import java.util.List;

/**
 * What was measured of a way of counting.
 *
 * @param units the write units per event of each traffic
 * @param rates the events per second of each traffic
 * @param wrongCounters the wrong counters of each way of delivery
 * @param counters the number of counters of each of them
 */
public record PeerResult(
        String title, List<Double> units, List<Double> rates, List<Integer> wrongCounters, int counters) {}
