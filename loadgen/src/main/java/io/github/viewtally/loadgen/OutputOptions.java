package io.github.viewtally.loadgen;

import picocli.CommandLine.Option;

/** The options that select what is printed. */
final class OutputOptions {

    @Option(
            names = "--lines",
            description = "print a line for each event (default up to 10 events/s); above, print progress instead")
    private boolean lines;

    @Option(names = "--quiet", description = "print only the report and failures")
    private boolean quiet;

    @Option(names = "--json", description = "print the report as one JSON object and nothing else on standard output")
    private boolean json;

    boolean json() {
        return json;
    }

    boolean lines(boolean readable) {
        return (lines || readable) && !quiet && !json;
    }

    boolean cleanupProgress() {
        return !quiet;
    }

    boolean progress(boolean readable) {
        return !lines(readable) && !quiet;
    }
}
