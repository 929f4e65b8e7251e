package io.github.viewtally.cli.importing;

import io.github.viewtally.cli.CliRun;
import io.github.viewtally.cli.StoringApi;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports files from a folder to an API that stores events in memory. */
@Timeout(180)
@TestInstance(Lifecycle.PER_METHOD)
abstract class ImportTestCase {
    static final String TIME = "2022-01-02T00:30:25.000000+00:00";

    final StoringApi api = new StoringApi();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        api.close();
    }

    final CliRun run(Object... arguments) {
        List<String> all =
                new ArrayList<>(List.of("import", "--url=" + api.url(), "--rejects=" + directory.resolve("rejected")));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        if (all.stream().noneMatch(argument -> argument.startsWith("--resume-pause"))) {
            all.add("--resume-pause=1ms");
        }
        return CliRun.of(all.toArray(String[]::new));
    }

    final List<JsonObject> rejected() throws IOException {
        return Files.readAllLines(directory.resolve("rejected")).stream()
                .map(JsonObject::new)
                .toList();
    }

    final Path write(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    static String view(String userId, int videoId) {
        return "{\"type\":\"VIEW\",\"userId\":\"" + userId + "\",\"videoId\":\"" + videoId
                + "\",\"duration\":42,\"timestamp\":\"" + TIME + "\"}";
    }

    static String vote(String userId, String voteType) {
        return "{\"type\":\"VOTE\",\"userId\":\"" + userId + "\",\"videoId\":\"5\",\"voteType\":\"" + voteType + "\"}";
    }
}
