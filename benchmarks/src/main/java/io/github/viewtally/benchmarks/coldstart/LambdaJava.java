package io.github.viewtally.benchmarks.coldstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Java of the functions: {@code -Dbench.lambda-java}, or an installed Java of the version of Lambda's runtime, or the
 * Java of this process.
 *
 * @param executable the path of {@code java}
 * @param version the first line of its version text
 */
record LambdaJava(Path executable, String version) {

    private static final int RUNTIME_VERSION = 25;
    private static final Path JDKS = Path.of("/usr/lib/jvm");

    static LambdaJava find() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        String given = System.getProperty("bench.lambda-java", "");
        if (!given.isEmpty()) {
            return of(Path.of(given));
        }
        if (Runtime.version().feature() != RUNTIME_VERSION && Files.isDirectory(JDKS)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(JDKS, "*-" + RUNTIME_VERSION + "-*")) {
                for (Path home : homes) {
                    return of(home);
                }
            }
        }
        return of(running);
    }

    private static LambdaJava of(Path home) throws IOException {
        Path executable = home.resolve("bin").resolve("java");
        Process process = new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new LambdaJava(executable, output.lines().findFirst().orElse("an unknown Java"));
    }
}
