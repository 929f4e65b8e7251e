package io.github.viewtally.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of a run: histories, injected faults and wrong counters of both ways to count. Thread-safe. */
final class ChaosReport {

    private final Map<String, Long> faults = new TreeMap<>();
    private final List<String> drift = new ArrayList<>();
    private long histories;
    private long events;
    private long invocations;
    private long audited;
    private long repaired;
    private long baselineFaults;
    private long baselineDrift;
    private long baselineHistories;
    private long baselineEvents;

    synchronized void add(int records, DeliveryResult ours) {
        histories++;
        events += records;
        invocations += ours.invocations();
        audited += ours.audited();
        repaired += ours.repaired();
        ours.faults().forEach((fault, times) -> {
            if (times > 0) {
                faults.merge(fault, times, Long::sum);
            }
        });
        drift.addAll(ours.differences());
    }

    synchronized void addBaseline(int records, DeliveryResult baseline) {
        baselineHistories++;
        baselineEvents += records;
        baselineFaults += total(baseline.faults());
        baselineDrift += baseline.differences().size();
    }

    synchronized long histories() {
        return histories;
    }

    synchronized long events() {
        return events;
    }

    synchronized Map<String, Long> faults() {
        return new TreeMap<>(faults);
    }

    synchronized List<String> drift() {
        return List.copyOf(drift);
    }

    synchronized long repaired() {
        return repaired;
    }

    synchronized long baselineDrift() {
        return baselineDrift;
    }

    private static long total(Map<String, Long> faults) {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A line that shows the progress. */
    synchronized String progress() {
        return String.format(
                Locale.ROOT,
                "%d histories, %d events, %d invocations, %d faults, %d audited, %d repaired, drift %d; baseline: drift %d in %d",
                histories,
                events,
                invocations,
                total(faults),
                audited,
                repaired,
                drift.size(),
                baselineDrift,
                baselineHistories);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-55s %9s%n", "fault", "times"));
        faults.forEach((fault, times) -> text.append(String.format(Locale.ROOT, "%-55s %9d%n", fault, times)));
        text.append(String.format(Locale.ROOT, "%-55s %9d%n", "total", total(faults)));
        text.append(String.format(Locale.ROOT, "%n%-55s %9s %9s%n", "", "ours", "baseline"));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "histories", histories, baselineHistories));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "events in the stream", events, baselineEvents));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "faults injected", total(faults), baselineFaults));
        text.append(String.format(Locale.ROOT, "%-55s %9d%n", "users and videos audited", audited));
        text.append(String.format(Locale.ROOT, "%-55s %9d%n", "summaries and hours repaired", repaired));
        text.append(
                String.format(Locale.ROOT, "%-55s %9d %9d%n", "counters that drifted", drift.size(), baselineDrift));
        return text.toString();
    }
}
