package io.github.viewtally.testsupport.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A Java program that a test runs in its own process. Its output is collected line by line. */
public final class ChildProcess implements AutoCloseable {

    private static final int EXIT_SECONDS = 30;
    private static final int READER_MILLIS = 5_000;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a main class on the JDK of this process.
     *
     * @param env is added to the environment of this process
     * @param arguments JVM options, the main class and its arguments
     */
    public static ChildProcess java(String classPath, Map<String, String> env, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-cp", classPath));
        command.addAll(List.of(arguments));
        return start(env, command);
    }

    /** Starts an executable jar on the JDK of this process. */
    public static ChildProcess jar(String jar, Map<String, String> env, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-jar", jar));
        command.addAll(List.of(arguments));
        return start(env, command);
    }

    private static ChildProcess start(Map<String, String> env, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A test is too short to profit from C2 and from G1, which take cores from the other tests.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(env);
        return new ChildProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("the output cannot be read: " + e.getMessage());
        }
    }

    /** The lines that the process has printed so far, to either output. The list grows while the process runs. */
    public List<String> lines() {
        return lines;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /**
     * Waits until the process has ended and its output is complete.
     *
     * @return its exit code
     * @throws AssertionError if it does not end within 30 seconds
     */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end within " + EXIT_SECONDS + " s; it printed " + lines);
        }
        reader.join(READER_MILLIS);
        return process.exitValue();
    }

    /** Kills the process and its children. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
