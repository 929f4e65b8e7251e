package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks both templates with cdk-nag, if its packages are installed. */
class NagIT {

    private static final Path CHECK = Path.of("nag");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void answersEveryFindingOfTheAwsSolutionsPack() throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(CHECK.resolve("node_modules")),
                "the packages of cdk-nag are not installed: npm ci in infra-cloudformation/nag");
        assertThat(Programs.run(CHECK, TIMEOUT, "node", "check.mjs"))
                .contains("findings, 0 without an answer, 0 answers without a finding");
    }
}
