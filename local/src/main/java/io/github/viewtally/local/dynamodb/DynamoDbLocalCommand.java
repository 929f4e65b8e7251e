package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.dynamodb.DynamoDbLocal.Options;
import io.github.viewtally.local.startup.StartupException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts DynamoDB Local. A {@link ParentProcessWatcher} runs it and ends it. */
final class DynamoDbLocalCommand {

    private static final String LIB_PROPERTY = "viewtally.dynamodb-local.lib";
    private static final String MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    /** DynamoDB Local writes to its files shortly after it has acknowledged. Ending it earlier would lose data. */
    private static final int GRACE_MILLIS = 500;

    private DynamoDbLocalCommand() {}

    /**
     * Returns the program and its arguments.
     *
     * @throws StartupException if the jars of DynamoDB Local are missing
     */
    static List<String> of(int port, Options options) {
        Path lib = Path.of(System.getProperty(LIB_PROPERTY, "")).toAbsolutePath();
        if (System.getProperty(LIB_PROPERTY) == null || !Files.isDirectory(lib)) {
            throw new StartupException(
                    "no jars of DynamoDB Local in " + lib + ": set their folder with -D" + LIB_PROPERTY);
        }
        int grace = options.directory().isPresent() ? GRACE_MILLIS : 0;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // The C1 compiler alone makes the first seconds faster on a machine with few cores.
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + lib,
                "-D" + ParentProcessWatcher.GRACE_MILLIS + "=" + grace,
                "-cp",
                classPathOfWatcher() + System.getProperty("path.separator") + lib + "/*",
                ParentProcessWatcher.class.getName(),
                MAIN_CLASS,
                "-disableTelemetry",
                "-port",
                Integer.toString(port)));
        options.directory()
                .ifPresentOrElse(
                        directory -> command.addAll(
                                List.of("-dbPath", directory.toAbsolutePath().toString())),
                        () -> command.add("-inMemory"));
        if (options.shared()) {
            command.add("-sharedDb");
        }
        return command;
    }

    private static Path classPathOfWatcher() {
        try {
            return Path.of(ParentProcessWatcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
