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
 * A class of this class path in a process of its own, which serves {@link Commands}. It ends when it is closed, and when
 * this process ends, however that does.
 */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;
    private final String greeting;

    private ChildJvm(Process process) throws IOException {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.greeting = answer();
    }

    /** Starts it, and waits until it is ready. */
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

    /** Starts it with nothing special. */
    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(main, List.of("-Xmx512m"), Map.of(), arguments);
    }

    /** What it said when it was ready: a port, mostly. */
    public String greeting() {
        return greeting;
    }

    public int port() {
        return Integer.parseInt(greeting);
    }

    /** Has it do something, and waits until that is done. */
    public String ask(String command) throws IOException {
        commands.println(command);
        return answer();
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(Commands.MARK)) {
                return line.substring(Commands.MARK.length());
            }
            System.err.println(line);
        }
        throw new IOException(
                "a child process has ended: " + process.info().commandLine().orElse("?"));
    }

    /** Ends it, and waits until it has ended. */
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
