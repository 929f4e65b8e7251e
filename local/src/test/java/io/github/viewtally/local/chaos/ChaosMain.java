package io.github.viewtally.local.chaos;

import java.time.Duration;

/** {@code mvn -Pchaos}: plays histories until as many or as long as asked, and ends with 1 if any did not match. */
public final class ChaosMain {

    private ChaosMain() {}

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
