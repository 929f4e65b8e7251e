package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class InterruptTest {

    @Test
    @Timeout(180)
    void anInterruptedRunPrintsItsReport(Vertx vertx) throws Exception {
        StubApi api = new StubApi(vertx, StubApi::acknowledge);
        Process process = LoadgenProcess.start("run", "--url=" + api.url(), "--rate=10");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("USER ");

            // Unlike Process.destroy, this keeps the output open.
            process.toHandle().destroy();

            assertThat(out.lines()).anyMatch(line -> line.matches("(\\d+) sent, \\1 acknowledged, 0 failed in .*"));
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
