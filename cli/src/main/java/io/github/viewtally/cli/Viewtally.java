package io.github.viewtally.cli;

import io.github.viewtally.cli.exporting.ExportCommand;
import io.github.viewtally.cli.importing.ImportCommand;
import io.github.viewtally.loadgen.Loadgen;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code viewtally}: imports and exports events and totals. */
@Command(
        name = "viewtally",
        description = "Imports events into Viewtally, and exports events and totals.",
        subcommands = {ImportCommand.class, ExportCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
public final class Viewtally {

    public static void main(String[] args) {
        Loadgen.execute(commandLine(), args);
    }

    /** Returns the command line that {@link #main} runs. It never exits the JVM. */
    public static CommandLine commandLine() {
        return new CommandLine(new Viewtally()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
