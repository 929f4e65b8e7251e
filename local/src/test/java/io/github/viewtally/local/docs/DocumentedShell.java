package io.github.viewtally.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs shell blocks of one page in bash. Addresses are those of a running system, and long runs are shortened. Only a few
 * programs can be found, so that a block which should be marked as unrun fails instead of doing something.
 */
final class DocumentedShell {

    private static final List<String> PROGRAMS =
            List.of("bash", "cat", "curl", "date", "env", "grep", "head", "mktemp", "openssl", "sleep", "tee", "tr");
    private static final int TIMEOUT_SECONDS = 60;

    private final Path folder;
    private final Path ran;

    /**
     * Uses an empty folder as the working directory of the page.
     *
     * @param ran a file in which the shells of all pages write which programs have run
     */
    DocumentedShell(Path folder, Path ran) throws IOException {
        this.folder = folder;
        this.ran = ran;
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : PROGRAMS) {
            Files.createSymbolicLink(
                    programs.resolve(program), Programs.find(program).orElseThrow());
        }
    }

    /** Returns the first program of the needed ones that is not installed. */
    static Optional<String> missing() {
        return PROGRAMS.stream()
                .filter(program -> Programs.find(program).isEmpty())
                .findFirst();
    }

    /**
     * Runs a block until its end.
     *
     * @param system the system to which the addresses of the page lead; null before one is started
     * @return the bodies of the responses to its requests, in order
     * @throws AssertionError if a command fails, or if a request gets another status than the page says: the number in
     *     the comment behind the command, otherwise 2xx
     */
    List<String> run(String block, LocalSystem system) throws IOException, InterruptedException {
        Path requests = folder.resolve("requests");
        Files.deleteIfExists(requests);
        Files.deleteIfExists(started());
        Process bash = start(prelude() + rewritten(block, system), system, requests);
        try {
            bash.getOutputStream().close();
            boolean ended = bash.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(output());
            assertThat(ended).as("ended; output: %s", output).isTrue();
            assertThat(bash.exitValue()).as("exit code; output: %s", output).isZero();
        } finally {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
        return responses(requests);
    }

    private Process start(String script, LocalSystem system, Path requests) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        Map<String, String> env = builder.environment();
        env.put("PROGRAMS", env.get("PATH"));
        env.put("PATH", folder.resolve("bin").toString());
        env.put("API", system == null ? "" : system.url().toString());
        env.put("DYNAMODB", system == null ? "" : system.dynamoDbEndpoint().toString());
        env.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        env.put(
                "JARS",
                Path.of(System.getProperty("viewtally.loadgen.jar")).getParent().toString());
        env.put("REQUESTS", requests.toString());
        env.put("STARTED", started().toString());
        env.put("RAN", ran.toString());
        return builder.start();
    }

    private static String prelude() throws IOException {
        try (InputStream prelude = DocumentedShell.class.getResourceAsStream("/docs/prelude.sh")) {
            return new String(prelude.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String rewritten(String block, LocalSystem system) {
        String shortened = block.replaceAll("--rate \\d+", "--rate 100")
                .replaceAll("--duration \\w+", "--duration 1s")
                .replaceAll("--warm-up \\w+", "--warm-up 1s")
                .replaceAll("(?m)^(curl .*# (\\d{3})\\b.*)$", "EXPECTED=$2 $1");
        return system == null
                ? shortened
                : shortened
                        .replace("http://127.0.0.1:8080", system.url().toString())
                        .replace(
                                "http://127.0.0.1:8000",
                                system.dynamoDbEndpoint().toString());
    }

    private static List<String> responses(Path requests) throws IOException {
        List<String> bodies = new ArrayList<>();
        if (Files.exists(requests)) {
            for (String request : Files.readAllLines(requests)) {
                String[] fields = request.split(" ", 3);
                String body = Files.readString(Path.of(fields[2]));
                assertThat(fields[0]).as(body).matches(fields[1]);
                bodies.add(body);
            }
        }
        return bodies;
    }

    /** Returns the environment with which the last block starts a system; empty if it does not. */
    Optional<Map<String, String>> startedSystem() throws IOException {
        if (!Files.exists(started())) {
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(started())) {
            int equals = line.indexOf('=');
            // The value of a variable may have more lines; those do not matter here.
            if (equals > 0 && !line.substring(equals + 1).equals(System.getenv(line.substring(0, equals)))) {
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return Optional.of(settings);
    }

    private Path output() {
        return folder.resolve("output");
    }

    private Path started() {
        return folder.resolve("started");
    }
}
