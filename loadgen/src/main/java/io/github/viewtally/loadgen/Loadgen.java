package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.OutputException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The program {@code loadgen}: synthetic traffic against the Viewtally API ({@code run}) and its totals as tables
 * ({@code watch}). Exit codes: 0 all went well, 1 something failed, 2 the command line is wrong.
 */
@Command(
        name = "loadgen",
        description = "Makes synthetic traffic for Viewtally, and shows its totals.",
        subcommands = {RunCommand.class, WatchCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
public final class Loadgen {

    public static void main(String[] args) {
        // Unlike the writers of picocli these report failed writes.
        System.exit(commandLine()
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    /**
     * The command line as {@link #main} runs it. With {@code setOut} and {@code setErr} another program can run it
     * inside its own process; it never exits the JVM.
     */
    public static CommandLine commandLine() {
        return new CommandLine(new Loadgen()).setExecutionExceptionHandler((failure, command, arguments) -> {
            command.getErr().println("loadgen: " + sayWhy(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    private static String sayWhy(Exception failure) {
        boolean isForUsers = failure instanceof ApiException || failure instanceof OutputException;
        return isForUsers ? failure.getMessage() : failure.toString();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            // Only the packaged jar has a manifest that tells its version.
            String version = Loadgen.class.getPackage().getImplementationVersion();
            return new String[] {"loadgen " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }
}
