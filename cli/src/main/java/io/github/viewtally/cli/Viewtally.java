package io.github.viewtally.cli;

import io.github.viewtally.cli.exporting.ExportCommand;
import io.github.viewtally.cli.importing.ImportCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code viewtally}: imports and exports events and totals. */
@Command(
        name = "viewtally",
        description = "Imports events into Viewtally, and exports events and totals.",
        subcommands = {ImportCommand.class, ExportCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Viewtally.CliVersion.class)
public final class Viewtally {

    public static void main(String[] args) {
        // These writers report failed writes, unlike the default writers of picocli.
        System.exit(commandLine()
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    /** Returns the command line that {@link #main} runs. It never exits the JVM. */
    public static CommandLine commandLine() {
        return new CommandLine(new Viewtally()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static final class CliVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            // Only the manifest of the packaged jar contains the version.
            String version = Viewtally.class.getPackage().getImplementationVersion();
            return new String[] {"viewtally " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }
}
