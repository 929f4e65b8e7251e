package io.github.viewtally.benchmarks.process;

import io.github.viewtally.local.Ports;
import io.github.viewtally.local.dynamodb.ParentProcessWatcher;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the project with an HTTP port, started as its users start it, in a process that ends with this one. */
public final class Program implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 1_000;

    private final Process process;
    private final int port;

    private Program(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a main class with these settings, and waits until it answers on its HTTP_PORT. */
    public static Program start(Class<?> main, Map<String, String> settings) throws IOException, InterruptedException {
        return start(main, List.of(), settings);
    }

    /** The same, with options of the JVM. */
    public static Program start(Class<?> main, List<String> jvmOptions, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = Ports.anyFree();
        File log = File.createTempFile(main.getSimpleName(), ".log");
        log.deleteOnExit();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Dviewtally.dynamodb-local.lib=" + System.getProperty("viewtally.dynamodb-local.lib"),
                "-cp",
                System.getProperty("java.class.path"),
                ParentProcessWatcher.class.getName(),
                main.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(log));
        builder.environment()
                .putAll(Map.of(
                        "HTTP_PORT", Integer.toString(port),
                        "AWS_ACCESS_KEY_ID", "any",
                        "AWS_SECRET_ACCESS_KEY", "any",
                        "AWS_REGION", "eu-central-1"));
        builder.environment().putAll(settings);
        Program program = new Program(builder.start(), port);
        program.awaitReady(log);
        return program;
    }

    private void awaitReady(File log) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IOException("a program did not start: " + Files.readString(log.toPath()));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) url().resolve("/health/live").toURL().openConnection();
            request.setConnectTimeout(PATIENCE_MILLIS);
            request.setReadTimeout(PATIENCE_MILLIS);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Ends it as Ctrl-C would, and waits until it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
