package io.github.viewtally.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.testsupport.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays some histories in every build. {@code mvn -Pchaos} replays more. */
@Execution(ExecutionMode.CONCURRENT)
class ChaosIT {

    private static final long HISTORIES = 30;

    /** From here on, the histories have all kinds of faults. */
    private static final long FIRST = 16;

    /** An audit meets deferred changes of an undamaged user or video in one of 25 histories. */
    private static final long MAX_SEEDS = 250;

    /** Histories that have shown the error of a mutant, if not the first one. They save a search from the first one. */
    private static final Map<Enum<?>, Long> SEEDS = Map.of(
            Mutants.FAILURE_REPORTED_ONE_RECORD_LATE, 2L,
            Mutants.TREND_NOT_DEFERRED, 4L,
            Mutants.EXPIRED_VIEWERS_FORGOTTEN, 6L,
            AuditMutants.DEFERRED_IGNORED, 13L,
            AuditMutants.REPAIR_APPLIED_TWICE, 6L,
            AuditMutants.VIEWERS_AFTER_THE_CUT_COUNTED, 28L);

    @Test
    void countsEveryHistoryExactlyUnlikeTheBaseline() throws Exception {
        ChaosRun run = new ChaosRun(FIRST, HISTORIES, Duration.ofMinutes(30));
        ChaosReport report = run.run();
        System.out.println(report);
        assertThat(run.mismatches()).isEmpty();
        assertThat(report.drift()).isEmpty();
        assertThat(report.repaired()).isPositive();
        assertThat(report.baselineDrift()).isPositive();
        assertThat(report.faults())
                .containsKeys(Arrays.stream(Fault.values())
                        .map(fault -> "DynamoDB: " + fault)
                        .toArray(String[]::new))
                .containsKeys(
                        "function is killed at a call",
                        "timed-out invocation runs beside its retry",
                        "invocation runs out of time",
                        "response of the function is lost",
                        "processed records are delivered again",
                        "mapping restarts at an earlier record",
                        "shard is a child of a split",
                        "batch is given up",
                        "user is erased",
                        Heat.REFUSED,
                        Heat.DEFERRED,
                        Heat.FOUND_DEFERRED,
                        "audit runs beside the delivery");
        assertThat(report.faults().keySet().stream().filter(fault -> fault.startsWith("damage: ")))
                .as("kinds of damage")
                .hasSizeGreaterThan(3);
    }

    @Test
    void viewsOfTheHistoriesReachTheMinimumDurationAndFallBelowItAgain() {
        Namespace namespace = new Namespace("h");
        int reached = 0;
        int fallen = 0;
        for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
            Map<Object, Boolean> counted = new HashMap<>();
            for (Op op : History.of(seed).ops()) {
                if (op.action() == Op.Action.VIEW) {
                    boolean counts = !namespace.item(op).containsKey("counts");
                    Boolean before = counted.put(namespace.key(op), counts);
                    reached += before != null && !before && counts ? 1 : 0;
                    fallen += before != null && before && !counts ? 1 : 0;
                }
            }
        }
        assertThat(reached).isGreaterThan(100);
        assertThat(fallen).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(Mutants.class)
    void detectsARemovedProtection(Mutants mutant) throws InterruptedException {
        try (ChaosLab lab = new ChaosLab()) {
            assertThat(firstSeed(mutant, 40, seed -> !differences(lab, History.of(seed), mutant)
                            .isEmpty()))
                    .as("a history with wrong counts of %s", mutant)
                    .isPresent();
        }
    }

    /** Returns the first history that shows an error. Starts with the one that has shown it before. */
    private static Optional<Long> firstSeed(Enum<?> mutant, long maxSeed, Attempt attempt) throws InterruptedException {
        List<Long> seeds = new ArrayList<>(List.of(SEEDS.getOrDefault(mutant, 1L)));
        LongStream.rangeClosed(1, maxSeed).forEach(seeds::add);
        for (long seed : seeds) {
            if (attempt.showsAnError(seed)) {
                System.out.println(mutant + " is detected by history " + seed);
                return Optional.of(seed);
            }
        }
        return Optional.empty();
    }

    private interface Attempt {
        boolean showsAnError(long seed) throws InterruptedException;
    }

    private static List<String> differences(ChaosLab lab, History history, Mutants mutant) throws InterruptedException {
        try {
            return lab.deliver(lab.record(history), mutant).differences();
        } catch (NoProgressException e) {
            return List.of(e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void detectsARemovedProtectionOfTheAudit(AuditMutants mutant) throws InterruptedException {
        try (ChaosLab lab = new ChaosLab()) {
            assertThat(firstSeed(mutant, MAX_SEEDS, seed -> !lab.deliverWithAudits(lab.record(History.of(seed)), mutant)
                            .differences()
                            .isEmpty()))
                    .as("a history with wrong totals or false alarms of %s", mutant)
                    .isPresent();
        }
    }

    @Test
    void findsASmallHistoryThatShowsAnError() throws InterruptedException {
        try (ChaosLab lab = new ChaosLab()) {
            History large = History.of(1);
            History small =
                    Shrinker.shrink(large, history -> lab.deliver(lab.record(history), Mutants.CONDITION_REMOVED));
            assertThat(small.ops()).hasSizeLessThan(large.ops().size() / 4);
        }
    }
}
