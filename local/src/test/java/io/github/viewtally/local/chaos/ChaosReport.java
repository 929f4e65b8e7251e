package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.ChaosLab.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has been played so far: how much of it, what went wrong how often, and what it did to either way of counting. */
final class ChaosReport {

    private final Map<String, Long> faults = new TreeMap<>();
    private final List<String> drift = new ArrayList<>();
    private long histories;
    private long events;
    private long invocations;
    private long baselineFaults;
    private long baselineDrift;
    private long baselineHistoriesOff;

    synchronized void add(int records, Outcome ours, Outcome baseline) {
        histories++;
        events += records;
        invocations += ours.invocations();
        ours.faults().forEach((fault, times) -> {
            if (times > 0) {
                faults.merge(fault, times, Long::sum);
            }
        });
        drift.addAll(ours.differences());
        baselineFaults += total(baseline.faults());
        baselineDrift += baseline.differences().size();
        baselineHistoriesOff += baseline.differences().isEmpty() ? 0 : 1;
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

    synchronized long baselineDrift() {
        return baselineDrift;
    }

    private static long total(Map<String, Long> faults) {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line while it runs. */
    synchronized String progress() {
        return String.format(
                Locale.ROOT,
                "%d histories, %d events, %d invocations, %d faults, drift %d; baseline: drift %d in %d histories",
                histories,
                events,
                invocations,
                total(faults),
                drift.size(),
                baselineDrift,
                baselineHistoriesOff);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-55s %9s%n", "injected", "times"));
        faults.forEach((fault, times) -> text.append(String.format(Locale.ROOT, "%-55s %9d%n", fault, times)));
        text.append(String.format(Locale.ROOT, "%-55s %9d%n", "in all", total(faults)));
        text.append(String.format(Locale.ROOT, "%n%-55s %9s %9s%n", "", "ours", "baseline"));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "histories", histories, histories));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "events in the stream", events, events));
        text.append(String.format(Locale.ROOT, "%-55s %9d %9d%n", "faults injected", total(faults), baselineFaults));
        text.append(
                String.format(Locale.ROOT, "%-55s %9d %9d%n", "counters that drifted", drift.size(), baselineDrift));
        return text.toString();
    }
}
