package io.github.viewtally.benchmarks.coldstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Java that the functions are started with: that of {@code -Dbench.lambda-java}, else of the version that Lambda's
 * runtime has, where there is one, else the one that runs this.
 *
 * @param executable the path of its {@code java}
 * @param version what it says of itself
 */
record LambdaJava(Path executable, String version) {

    private static final int RUNTIME = 25;
    private static final Path JDKS = Path.of("/usr/lib/jvm");

    static LambdaJava find() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        String given = System.getProperty("bench.lambda-java", "");
        if (!given.isEmpty()) {
            return of(Path.of(given));
        }
        if (Runtime.version().feature() != RUNTIME && Files.isDirectory(JDKS)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(JDKS, "*-" + RUNTIME + "-*")) {
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
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new LambdaJava(executable, said.lines().findFirst().orElse("an unknown Java"));
    }
}
