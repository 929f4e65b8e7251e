package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput.OutputException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The program {@code loadgen}: sends synthetic traffic to the Viewtally API ({@code run}) and prints its totals
 * ({@code watch}). Exit codes: 0 success, 1 something failed, 2 the command line is wrong.
 */
@Command(
        name = "loadgen",
        description = "Sends synthetic traffic to Viewtally and shows its totals.",
        subcommands = {RunCommand.class, WatchCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
public final class Loadgen {

    public static void main(String[] args) {
        execute(commandLine(), args);
    }

    /** Runs the command line of a program, and exits the JVM. */
    public static void execute(CommandLine program, String[] args) {
        // These writers report failed writes, unlike the default writers of picocli.
        System.exit(program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    /**
     * Returns the command line that {@link #main} runs. Another program can run it in its own process, with its own
     * {@code setOut} and {@code setErr}. It never exits the JVM.
     */
    public static CommandLine commandLine() {
        return new CommandLine(new Loadgen()).setExecutionExceptionHandler((failure, command, arguments) -> {
            command.getErr().println("loadgen: " + messageOf(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    private static String messageOf(Exception failure) {
        boolean isForUsers = failure instanceof ApiException || failure instanceof OutputException;
        return isForUsers ? failure.getMessage() : failure.toString();
    }

    /** The text of {@code --version}: the name of the program, and the version of its packaged jar. */
    public static final class Version implements IVersionProvider {
        @Spec
        private CommandSpec command;

        @Override
        public String[] getVersion() {
            CommandSpec program = command.root();
            // Only the manifest of the packaged jar contains the version.
            String version = program.userObject().getClass().getPackage().getImplementationVersion();
            return new String[] {
                program.name() + " " + Optional.ofNullable(version).orElse("(not packaged)")
            };
        }
    }

    /** Creates a Vert.x that does not warn of a slow machine, because the warnings would go between the lines of a report. */
    public static Vertx newVertx() {
        return Vertx.vertx(
                new VertxOptions().setMaxEventLoopExecuteTime(1).setMaxEventLoopExecuteTimeUnit(TimeUnit.HOURS));
    }
}
