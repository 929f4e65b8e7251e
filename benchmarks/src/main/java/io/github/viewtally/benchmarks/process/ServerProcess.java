package io.github.viewtally.benchmarks.process;

import io.github.viewtally.local.dynamodb.ParentProcessWatcher;
import io.github.viewtally.local.startup.Ports;
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

/** A server of the project in a separate process. It exits when it is closed or when this process exits. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_INTERVAL_MILLIS = 50;
    private static final int REQUEST_TIMEOUT_MILLIS = 1_000;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a main class with environment variables and waits until it responds on its HTTP_PORT. */
    public static ServerProcess start(Class<?> main, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(main, List.of(), settings);
    }

    /** Starts a main class with JVM options and environment variables. */
    public static ServerProcess start(Class<?> main, List<String> jvmOptions, Map<String, String> settings)
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
                        "MANAGEMENT_PORT", "off",
                        "AWS_ACCESS_KEY_ID", "any",
                        "AWS_SECRET_ACCESS_KEY", "any",
                        "AWS_REGION", "eu-central-1"));
        builder.environment().putAll(settings);
        ServerProcess program = new ServerProcess(builder.start(), port);
        program.awaitReady(log);
        return program;
    }

    private void awaitReady(File log) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!isLive()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IOException("a program did not start: " + Files.readString(log.toPath()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
        }
    }

    private boolean isLive() {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) url().resolve("/health/live").toURL().openConnection();
            request.setConnectTimeout(REQUEST_TIMEOUT_MILLIS);
            request.setReadTimeout(REQUEST_TIMEOUT_MILLIS);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Stops the server like Ctrl-C and waits until it has exited. */
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
