package io.github.viewtally.local.chaos;

import java.time.Duration;

/** The program of {@code mvn -Pchaos}. It ends with exit code 1 if a history has wrong counts. */
public final class ChaosMain {

    private ChaosMain() {}

    /** Replays the histories that the system properties select. */
    public static void main(String[] args) throws Exception {
        long firstSeed = Long.getLong("chaos.seed", 1);
        long histories = Long.getLong("chaos.histories", 1_000);
        Duration atMost = Duration.ofSeconds(Long.getLong("chaos.seconds", 1_800));
        System.out.println("histories " + firstSeed + " to " + (firstSeed + histories - 1) + ", at most " + atMost);
        ChaosRun run = new ChaosRun(firstSeed, histories, atMost);
        System.out.println(run.run());
        run.mismatches().forEach(System.out::println);
        System.exit(run.mismatches().isEmpty() ? 0 : 1);
    }
}
