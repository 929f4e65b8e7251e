package io.github.viewtally.loadgen;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line in the process of the test and records its output. */
final class Cli {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    int execute(String... arguments) {
        CommandLine commandLine = Loadgen.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    /** Runs {@code loadgen run} with the URL of the API. */
    int run(StubApi api, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--url=" + api.url() + "/"));
        Collections.addAll(arguments, options);
        return execute(arguments.toArray(String[]::new));
    }

    List<String> outLines() {
        return out.toString().lines().toList();
    }

    List<String> errLines() {
        return err.toString().lines().toList();
    }
}
