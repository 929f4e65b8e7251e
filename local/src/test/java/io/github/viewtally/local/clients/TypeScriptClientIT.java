package io.github.viewtally.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Makes the TypeScript client from the contract, compiles its example, and runs it against a started system. */
class TypeScriptClientIT {

    private static final Path CLIENT = Path.of("..", "clients", "typescript");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void compilesAndReadsWhatItHasPosted() throws IOException, InterruptedException {
        String reason = "the packages of the TypeScript client are not installed: npm ci in clients/typescript";
        boolean installed = Files.isDirectory(CLIENT.resolve("node_modules"));
        if (!installed) {
            System.out.println("TypeScriptClientIT is skipped: " + reason);
        }
        assumeTrue(installed, reason);
        // As npm run build does.
        run("node_modules/openapi-typescript/bin/cli.js", contract(), "--output", "target/viewtally.ts");
        run("node_modules/typescript/bin/tsc", "--project", ".");

        try (TestSystem system = new TestSystem(Map.of(), Map.of("BatchingWindowSeconds", "0"))) {
            assertThat(run("target/js/example.js", system.url().toString()).lines())
                    .containsExactly(
                            "stored: ann 42",
                            "stored: ben 42",
                            "stored: cleo 42",
                            "totals: 3 126 3",
                            "listed: ann 42",
                            "listed: ben 42",
                            "listed: cleo 42",
                            "rejected: 400 #/duration must be a whole number from 0 to 86400");
        }
    }

    private static String contract() throws IOException {
        return Path.of("../api/src/main/resources/openapi.yaml").toRealPath().toString();
    }

    private static String run(String script, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "node";
        command[1] = script;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Programs.run(CLIENT, TIMEOUT, command);
    }
}
