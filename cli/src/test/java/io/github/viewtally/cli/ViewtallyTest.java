package io.github.viewtally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViewtallyTest {

    @Test
    void printsTheNameOfTheProgramAndItsVersion() {
        CliRun run = CliRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("viewtally (not packaged)");
    }
}
