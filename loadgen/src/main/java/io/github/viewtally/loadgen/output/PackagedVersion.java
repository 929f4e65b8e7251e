package io.github.viewtally.loadgen.output;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}: the name of a program, and the version of its packaged jar. */
public abstract class PackagedVersion implements IVersionProvider {
    private final String program;

    protected PackagedVersion(String program) {
        this.program = requireNonNull(program);
    }

    @Override
    public String[] getVersion() {
        // Only the manifest of the packaged jar contains the version.
        String version = getClass().getPackage().getImplementationVersion();
        return new String[] {program + " " + Optional.ofNullable(version).orElse("(not packaged)")};
    }
}
