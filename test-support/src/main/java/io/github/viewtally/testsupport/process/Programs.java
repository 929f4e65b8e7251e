package io.github.viewtally.testsupport.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine that tests run if they are installed. */
public final class Programs {

    private Programs() {}

    /** Returns the program with this name on the path; empty if it is not installed. */
    public static Optional<Path> find(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program until its end.
     *
     * @return what it has printed to both outputs
     * @throws AssertionError if it does not end in time, or if its exit code is not 0
     */
    public static String run(Path directory, Duration timeout, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String printed = Files.readString(output);
            if (!hasEnded || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (hasEnded ? " returned " + process.exitValue() : " did not end in " + timeout) + ": "
                        + printed);
            }
            return printed;
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
