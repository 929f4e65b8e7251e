package io.github.viewtally.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A separate process that runs a class of this class path and executes {@link Commands}. It exits when it is closed or when
 * this process exits.
 */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader output;
    private final String greeting;

    private ChildJvm(Process process) throws IOException {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.greeting = readResult();
    }

    /** Starts a process and waits until it is ready. */
    public static ChildJvm start(Class<?> main, List<String> jvmOptions, Map<String, String> env, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Dlogback.configurationFile=benchmarks-logback.xml");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        builder.environment().putAll(env);
        return new ChildJvm(builder.start());
    }

    /** Starts a process with default options. */
    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(main, List.of("-Xmx512m"), Map.of(), arguments);
    }

    /** Returns the text that the process sent when it was ready, usually its port. */
    public String greeting() {
        return greeting;
    }

    public int port() {
        return Integer.parseInt(greeting);
    }

    public long pid() {
        return process.pid();
    }

    /** Executes a command in the process and returns the result. */
    public String execute(String command) throws IOException {
        commands.println(command);
        return readResult();
    }

    private String readResult() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(Commands.RESULT_PREFIX)) {
                return line.substring(Commands.RESULT_PREFIX.length());
            }
            System.err.println(line);
        }
        throw new IOException(
                "a child process has exited: " + process.info().commandLine().orElse("?"));
    }

    /** Stops the process and waits until it has exited. */
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
