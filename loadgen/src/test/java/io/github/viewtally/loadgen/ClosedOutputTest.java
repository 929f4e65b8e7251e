package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class ClosedOutputTest {
    private static final String MESSAGE = "loadgen: the output is closed or cannot be written\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --rate=10",
                "run --rate=50 --lines",
                "run --rate=10 --verify",
                "watch --every=100ms",
                "watch --every=100ms --json"
            })
    void exitsAtTheFirstWriteToAClosedOutput(String command, Vertx vertx) throws Exception {
        CountingApi api = new CountingApi(vertx, 1);
        Process process = LoadgenProcess.builder((command + " --url=" + api.url()).split(" "))
                .start();
        try {
            readOneByteAndClose(process.getInputStream());

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith(MESSAGE);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"--quiet, true", "--keep, false"})
    void aVerifiedRunDeletesItsEventsWithAClosedOutput(String option, boolean removed, Vertx vertx) throws Exception {
        CountingApi api = new CountingApi(vertx, 1);
        Process process = LoadgenProcess.builder(
                        "run",
                        "--rate=100",
                        "--duration=500ms",
                        "--verify",
                        "--settle=2s",
                        option,
                        "--url=" + api.url())
                .start();
        try {
            process.getInputStream().close();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(api.stub.requests).anyMatch(call -> call.method().equals("POST"));
            assertThat(api.stored().isEmpty()).isEqualTo(removed);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --rate=10 --quiet --json --verify --settle=2s", "watch --every=100ms"})
    void exitsAtTheFirstMessageToAClosedErrorOutput(String command, Vertx vertx) throws Exception {
        // Rejects events and lists, so that each causes a line on standard error.
        CountingApi api =
                new CountingApi(vertx, 1).rejecting(call -> !call.uri().contains("ids="));
        Process process = LoadgenProcess.builder((command + " --url=" + api.url()).split(" "))
                .start();
        try {
            process.getErrorStream().close();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run --rate=10 --duration=500ms --json", "run --rate=10", "watch --every=100ms", "watch --once"})
    void exitsIfTheDiskIsFull(String command, Vertx vertx) throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "no /dev/full here");
        CountingApi api = new CountingApi(vertx, 1);
        Process process = LoadgenProcess.builder((command + " --url=" + api.url()).split(" "))
                .redirectOutput(full)
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith(MESSAGE);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void sendsNoMoreEventsAfterTheOutputIsClosed(Vertx vertx) throws Exception {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);
        Process process = LoadgenProcess.builder("run", "--rate=10", "--duration=30s", "--url=" + api.url())
                .start();
        try {
            readOneByteAndClose(process.getInputStream());

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(api.requests.size()).isLessThan(150);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void readOneByteAndClose(InputStream output) throws IOException {
        try (output) {
            assertThat(output.read()).isPositive();
        }
    }
}
