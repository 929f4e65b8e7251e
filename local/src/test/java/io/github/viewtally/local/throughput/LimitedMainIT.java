package io.github.viewtally.local.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.viewtally.local.LocalMain;
import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The program as {@code mvn -Plocal -Dmodel=aws} starts it. */
class LimitedMainIT {

    private static final String LIB = "viewtally.dynamodb-local.lib";

    @Test
    void givesTheDatabaseLimitsAndPrintsWhatTheyHaveCounted() throws Exception {
        try (ChildProcess system = start("aws")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> system.lines().stream().anyMatch(line -> line.contains("Stop with Ctrl-C")));
            // The same signal as that of terminate(), which also closes the output.
            assertThat(system.handle().destroy()).isTrue();
            system.awaitExit();
            assertThat(system.lines()).anyMatch(line -> line.matches("video-stats: .* write units .*"));
        }
    }

    @Test
    void refusesOtherLimits() throws Exception {
        try (ChildProcess system = start("azure")) {
            assertThat(system.awaitExit()).isEqualTo(1);
            assertThat(system.lines())
                    .singleElement()
                    .asString()
                    .matches("viewtally: DYNAMODB_MODEL must be aws, .*azure");
        }
    }

    private static ChildProcess start(String model) throws Exception {
        return ChildProcess.java(
                System.getProperty("java.class.path"),
                Map.of(
                        "HTTP_PORT",
                        Integer.toString(Ports.anyFree()),
                        "DYNAMODB_LOCAL_PORT",
                        Integer.toString(Ports.anyFree())),
                "-Dmodel=" + model,
                "-D" + LIB + "=" + System.getProperty(LIB),
                LocalMain.class.getName());
    }
}
