package io.github.viewtally.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The child's side of a {@link ChildJvm}: commands are lines of standard input, each answered by one line. */
public final class Commands {

    /** Begins the lines that are answers; whatever else is written is chatter. */
    static final String MARK = "@answer ";

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /** Does what a command says. */
    public interface Executor {
        String execute(String command) throws Exception;
    }

    /** Says that this process is ready, and serves until standard input ends, and with it the process. */
    public static void serve(Object greeting, Executor executor) {
        answer(greeting.toString());
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answer(executor.execute(command));
            }
        } catch (Exception e) {
            LOG.error("A command failed", e);
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    /** For a process that only has to be there. */
    public static void serve(Object greeting) {
        serve(greeting, command -> {
            throw new IOException("no such command: " + command);
        });
    }

    private static void answer(String text) {
        System.out.println(MARK + text);
        System.out.flush();
    }
}
