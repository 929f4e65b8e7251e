package io.github.viewtally.local.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.testsupport.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Runs the packaged command {@code viewtally}, with its files in a folder. */
record TransferCommands(Path directory) {
    private static final String JAR = System.getProperty("viewtally.viewtally.jar");
    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY", "any", "AWS_REGION", "eu-central-1");

    /** Starts an import. */
    ChildProcess start(LocalSystem system, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("import", "--url=" + system.url(), "--rejects=" + directory.resolve("rejected")));
        all.addAll(List.of(arguments));
        return ChildProcess.jar(JAR, CREDENTIALS, all.toArray(String[]::new));
    }

    /** Returns the output of a process, which must end with this code. */
    static List<String> run(int exitCode, ChildProcess process) throws InterruptedException {
        try (process) {
            assertThat(process.awaitExit())
                    .as(() -> String.join("\n", process.lines()))
                    .isEqualTo(exitCode);
            return process.lines();
        }
    }

    /** Returns the sorted lines of the export. */
    List<String> exportEvents(LocalSystem system, String name) throws Exception {
        Path file = directory.resolve(name);
        run(
                0,
                ChildProcess.jar(
                        JAR,
                        CREDENTIALS,
                        "export",
                        "events",
                        "--from-table=video-stats",
                        "--endpoint-url=" + system.dynamoDbEndpoint(),
                        "--output=" + file));
        return lines(file).stream().sorted().toList();
    }

    private static List<String> lines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean isCompressed = file.toString().endsWith(".gz");
        try (InputStream in = new ByteArrayInputStream(bytes);
                InputStream text = isCompressed ? new GZIPInputStream(in) : in) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** Returns the sorted lines of the export. */
    List<String> exportTotals(LocalSystem system, String content) throws Exception {
        Path file = directory.resolve(content + ".csv");
        run(0, ChildProcess.jar(JAR, Map.of(), "export", content, "--url=" + system.url(), "--output=" + file));
        return Files.readAllLines(file).stream().sorted().toList();
    }

    /** Returns the number of stored events in a checkpoint; 0 without one. */
    static long storedIn(Path checkpoint) throws IOException {
        return Files.exists(checkpoint) ? new JsonObject(Files.readString(checkpoint)).getLong("stored") : 0;
    }
}
