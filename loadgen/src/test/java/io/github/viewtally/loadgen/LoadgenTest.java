package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadgenTest {

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "watch --version"})
    void printsTheNameOfTheProgramAndItsVersion(String arguments) {
        Cli cli = new Cli();

        assertThat(cli.execute(arguments.split(" "))).isZero();
        assertThat(cli.outLines()).containsExactly("loadgen (not packaged)");
    }
}
