package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.local.startup.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * DynamoDB Local as a child process on its own class path: its licence forbids building it into another program. The
 * child ends with this process, even if that is killed.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static final String LIB_PROPERTY = "viewtally.dynamodb-local.lib";
    private static final String MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
    private static final Duration START_TIME = Duration.ofSeconds(30);

    /** It writes some of what it has acknowledged to its files only a moment later; a halt before would lose that. */
    private static final int GRACE_MILLIS = 500;

    private static final Duration END_TIME = Duration.ofSeconds(3);

    private final Process process;
    private final Path log;
    private final int port;
    private volatile boolean closing;

    private DynamoDbLocal(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * How a database is to be run.
     *
     * @param port where it listens; 0 for any free one
     * @param directory where it keeps its data; empty for memory
     * @param shared one database for all credentials and regions, or one for each access key
     */
    public record Options(int port, Optional<Path> directory, boolean shared) {}

    /**
     * Starts the process, without waiting until it answers.
     *
     * @throws StartupException if the port is in use or its jars are not there
     */
    public static DynamoDbLocal start(Options options) {
        int port = options.port() == 0 ? Ports.anyFree() : options.port();
        awaitEndOfEarlierOne(port, options);
        if (!Ports.isFree(port)) {
            throw Ports.inUse(port, "DYNAMODB_LOCAL_PORT");
        }
        try {
            options.directory().ifPresent(DynamoDbLocal::create);
            Path log = Files.createTempFile("dynamodb-local", ".log");
            Process process = new ProcessBuilder(command(port, options))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new DynamoDbLocal(process, log, port);
        } catch (IOException e) {
            throw new StartupException("DynamoDB Local cannot be started: " + e.getMessage(), e);
        }
    }

    /** One with these files whose parent was killed has the port for a moment yet. */
    private static void awaitEndOfEarlierOne(int port, Options options) {
        Instant deadline = Instant.now().plus(END_TIME);
        while (options.directory().isPresent()
                && !Ports.isFree(port)
                && Instant.now().isBefore(deadline)) {
            pause();
        }
    }

    private static List<String> command(int port, Options options) {
        Path lib = Path.of(System.getProperty(LIB_PROPERTY, "")).toAbsolutePath();
        if (System.getProperty(LIB_PROPERTY) == null || !Files.isDirectory(lib)) {
            throw new StartupException(
                    "no jars of DynamoDB Local in " + lib + ": name their folder with -D" + LIB_PROPERTY);
        }
        int grace = options.directory().isPresent() ? GRACE_MILLIS : 0;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // Compiles quickly rather than best: it is fast from the first second on, on a machine of few cores.
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + lib,
                "-D" + ParentProcessWatcher.GRACE_MILLIS + "=" + grace,
                "-cp",
                classPathOfEndWithParent() + System.getProperty("path.separator") + lib + "/*",
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

    private static Path classPathOfEndWithParent() {
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

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartupException("the folder " + directory + " cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until it takes connections.
     *
     * @throws StartupException if it ends, or takes too long
     */
    public DynamoDbLocal awaitReady() {
        Instant deadline = Instant.now().plus(START_TIME);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                String said = lastWords();
                close();
                throw new StartupException("DynamoDB Local did not start on port " + port + ": " + said);
            }
            pause();
        }
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    /** Tells of an end that {@link #close} has not asked for. */
    public void onUnexpectedEnd(Runnable tell) {
        process.onExit().thenRun(() -> {
            if (!closing) {
                tell.run();
            }
        });
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Ends the process, and waits until it has ended. */
    @Override
    public void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while DynamoDB Local was starting");
        }
    }
}
