package io.github.viewtally.local.throughput;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.LocalMain;
import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The program as {@code mvn -Plocal -Dmodel=aws} starts it. */
class LimitedMainIT {

    private static final String LIB = "viewtally.dynamodb-local.lib";

    @Test
    void givesTheDatabaseLimitsAndPrintsWhatTheyHaveCounted() throws Exception {
        int port = Ports.anyFree();
        try (ChildProcess system = start("aws", port)) {
            await().until(() -> system.lines().stream().anyMatch(line -> line.contains("Stop with Ctrl-C")));
            HttpRequest view = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/views"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"userId\":\"0\",\"videoId\":\"5\",\"duration\":42}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(view, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
            // The same signal as that of terminate(), which also closes the output.
            assertThat(system.handle().destroy()).isTrue();
            system.awaitExit();
            assertThat(system.lines()).anyMatch(line -> line.matches("video-stats: .*[1-9] write units .*"));
        }
    }

    @Test
    void refusesOtherLimits() throws Exception {
        try (ChildProcess system = start("azure", Ports.anyFree())) {
            assertThat(system.awaitExit()).isEqualTo(1);
            assertThat(system.lines())
                    .singleElement()
                    .asString()
                    .matches("viewtally: DYNAMODB_MODEL must be aws, .*azure");
        }
    }

    private static ChildProcess start(String model, int port) throws Exception {
        return ChildProcess.java(
                System.getProperty("java.class.path"),
                Map.of("HTTP_PORT", Integer.toString(port), "DYNAMODB_LOCAL_PORT", Integer.toString(Ports.anyFree())),
                "-Dmodel=" + model,
                "-D" + LIB + "=" + System.getProperty(LIB),
                LocalMain.class.getName());
    }
}
