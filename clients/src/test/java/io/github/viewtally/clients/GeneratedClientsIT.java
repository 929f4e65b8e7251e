package io.github.viewtally.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.testsupport.process.ChildProcess;
import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the examples of the generated clients against a started system. */
class GeneratedClientsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final List<String> PRINTED = List.of(
            "stored: ann 42",
            "stored: ben 42",
            "stored: cleo 42",
            "totals: 3 126 3",
            "listed: ann 42",
            "listed: ben 42",
            "listed: cleo 42",
            "rejected: 400 #/userId must be 1 to 128 characters of A-Z a-z 0-9 . _ ~ : @ | + = -");

    private static LocalSystem system;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(
                LocalConfig.fromEnv(Map.of("HTTP_PORT", "0", "DYNAMODB_LOCAL_PORT", "0")),
                StackTemplate.load(Map.of("BatchingWindowSeconds", "0")));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void theJavaClientReadsWhatItHasPosted() throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        try (ChildProcess example = ChildProcess.java(
                classPath, Map.of(), JavaExample.class.getName(), system.url().toString())) {
            assertThat(example.awaitExit()).as(() -> String.join("\n", example.lines())).isZero();
            assertThat(example.lines()).containsExactlyElementsOf(PRINTED);
        }
    }

    @Test
    void thePythonClientReadsWhatItHasPosted() throws IOException, InterruptedException {
        requirePython();
        assertThat(Programs.run(
                                Path.of("."),
                                TIMEOUT,
                                "env",
                                "PYTHONPATH=" + System.getProperty("viewtally.python-client"),
                                "python3",
                                "python/example.py",
                                system.url().toString())
                        .lines())
                .containsExactlyElementsOf(PRINTED);
    }

    private static void requirePython() throws IOException, InterruptedException {
        String needs = "import urllib3, pydantic, dateutil, typing_extensions";
        boolean canRun = Programs.find("python3").isPresent();
        if (canRun) {
            try {
                Programs.run(Path.of("."), TIMEOUT, "python3", "-c", needs);
            } catch (AssertionError e) {
                canRun = false;
            }
        }
        String reason = "the Python client is generated, but not run: python3 cannot " + needs;
        if (!canRun) {
            System.out.println(reason);
        }
        assumeTrue(canRun, reason);
    }
}
