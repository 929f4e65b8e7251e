package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks both templates with cdk-nag, if its packages are installed. */
class NagIT {

    private static final Path CHECK = Path.of("nag");
    private static final long TIMEOUT_SECONDS = 120;

    @Test
    void answersEveryFindingOfTheAwsSolutionsPack() throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(CHECK.resolve("node_modules")),
                "the packages of cdk-nag are not installed: npm ci in infra-cloudformation/nag");
        Process node = new ProcessBuilder("node", "check.mjs")
                .directory(CHECK.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(node.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).as(output).isZero();
            assertThat(output).contains("findings, 0 without an answer, 0 answers without a finding");
        } finally {
            node.destroyForcibly();
        }
    }
}
