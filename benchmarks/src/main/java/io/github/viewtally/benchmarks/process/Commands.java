package io.github.viewtally.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes commands in a {@link ChildJvm}. A command is a line of standard input, its result a line of standard output. */
public final class Commands {

    /** Starts each line with a result. Other lines are log output. */
    static final String RESULT_PREFIX = "@result ";

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /** Executes a command. */
    public interface CommandExecutor {
        String execute(String command) throws Exception;
    }

    /** Reports that this process is ready, then executes commands until standard input ends, and exits. */
    public static void serve(Object greeting, CommandExecutor executor) {
        printResult(greeting.toString());
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                printResult(executor.execute(command));
            }
        } catch (Exception e) {
            LOG.error("A command failed", e);
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    /** Runs a process without commands. */
    public static void serve(Object greeting) {
        serve(greeting, command -> {
            throw new IOException("no such command: " + command);
        });
    }

    private static void printResult(String text) {
        System.out.println(RESULT_PREFIX + text);
        System.out.flush();
    }
}
