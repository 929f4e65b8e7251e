package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.local.startup.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * DynamoDB Local in a child process with its own class path, because its licence forbids building it into another
 * program. The child ends with this process, even if this process is killed.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EARLIER_PROCESS_TIMEOUT = Duration.ofSeconds(3);

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
     * The settings of a database.
     *
     * @param port the port to listen on; 0 for any free port
     * @param directory the folder of the data; empty to keep the data in memory
     * @param shared whether all credentials and regions share one database; otherwise each access key has its own
     */
    public record Options(int port, Optional<Path> directory, boolean shared) {}

    /**
     * Starts the process and returns at once. Call {@link #awaitReady} before the first request.
     *
     * @throws StartupException if the port is in use or the jars are missing
     */
    public static DynamoDbLocal start(Options options) {
        int port = options.port() == 0 ? Ports.anyFree() : options.port();
        awaitEndOfEarlierProcess(port, options);
        if (!Ports.isFree(port)) {
            throw Ports.inUse(port, "DYNAMODB_LOCAL_PORT");
        }
        try {
            options.directory().ifPresent(DynamoDbLocal::create);
            Path log = Files.createTempFile("dynamodb-local", ".log");
            Process process = new ProcessBuilder(DynamoDbLocalCommand.of(port, options))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new DynamoDbLocal(process, log, port);
        } catch (IOException e) {
            throw new StartupException("cannot start DynamoDB Local: " + e.getMessage(), e);
        }
    }

    /** If an earlier system was killed, its database keeps the port for a moment. */
    private static void awaitEndOfEarlierProcess(int port, Options options) {
        Instant deadline = Instant.now().plus(EARLIER_PROCESS_TIMEOUT);
        while (options.directory().isPresent()
                && !Ports.isFree(port)
                && Instant.now().isBefore(deadline)) {
            pause();
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartupException("cannot create the folder " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the database accepts connections.
     *
     * @return this
     * @throws StartupException if it ends or does not start in time
     */
    public DynamoDbLocal awaitReady() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!acceptsConnections()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                String output = lastOutput();
                close();
                throw new StartupException("DynamoDB Local did not start on port " + port + ": " + output);
            }
            pause();
        }
        return this;
    }

    private boolean acceptsConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastOutput() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse("it printed nothing");
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    /** Runs an action, in another thread, if the process ends before {@link #close} is called. */
    public void onUnexpectedEnd(Runnable action) {
        process.onExit().thenRun(() -> {
            if (!closing) {
                action.run();
            }
        });
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the process and waits until it has ended. */
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
