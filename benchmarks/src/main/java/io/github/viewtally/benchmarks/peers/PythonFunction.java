package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.peers.Peer.PeerFunction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The demo's handlers in a Python process, which has started like a function of Lambda and handles one event after the other. */
final class PythonFunction implements PeerFunction {

    private static final String SCRIPT = "demo_handlers.py";
    private static final int EXIT_SECONDS = 10;

    private final Path script;
    private final Process process;
    private final OutputStream events;
    private final BufferedReader results;

    PythonFunction(URI endpoint, String tableName) throws IOException {
        script = Files.createTempFile("demo-handlers", ".py");
        try (InputStream source = PythonFunction.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, source.readAllBytes());
        }
        process = new ProcessBuilder("python3", script.toString(), endpoint.toString(), tableName)
                .redirectError(Redirect.INHERIT)
                .start();
        events = process.getOutputStream();
        results = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns why the handlers cannot run on this machine; empty if they can. */
    static Optional<String> missing() {
        try {
            Process check = new ProcessBuilder("python3", "-c", "import boto3")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return check.waitFor() == 0 ? Optional.empty() : Optional.of("python3 has no boto3");
        } catch (IOException e) {
            return Optional.of("there is no python3");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for python3", e);
        }
    }

    @Override
    public void invoke(byte[] batch) throws IOException {
        events.write(batch);
        events.write('\n');
        events.flush();
        if (results.readLine() == null) {
            throw new IOException("the Python process has ended");
        }
    }

    /** The handlers make one write, so a kill after it leaves what a success leaves, and a kill before it leaves nothing. */
    @Override
    public void invokeAndKill(byte[] batch, int writes) throws IOException {
        if (writes > 0) {
            invoke(batch);
        }
    }

    @Override
    public void close() {
        try {
            events.close();
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
