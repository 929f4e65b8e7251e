package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the health check command of the container against a server. */
class ContainerHealthCheckTest {

    private static final String MANAGEMENT_PORT = "8081";
    private static final String LIVE = "/health/live";
    private static final Path BASH = Path.of("/bin/bash");

    /** Not {@code /health/ready}: a new container does not help if the table does not respond. */
    @Test
    void checksWhetherTheProcessIsAlive() {
        assertThat(command()).startsWith("CMD", "bash", "-c").hasSize(4);
        assertThat(command().get(3)).contains("/127.0.0.1/" + MANAGEMENT_PORT + " ", "GET " + LIVE + " HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "404, 1", "503, 1"})
    void passesOnlyIfTheStatusIs200(int status, int exit) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(LIVE, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(run(server.getAddress().getPort())).isEqualTo(exit);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void failsIfThePortIsClosed() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThat(run(port)).isNotZero();
    }

    private static List<String> command() {
        return Stack.list(
                        Stack.map(ApiContainer.definition().get("HealthCheck")).get("Command"))
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static int run(int port) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(BASH), BASH + " is missing");
        Process process = new ProcessBuilder(
                        BASH.toString(), "-c", command().get(3).replace(MANAGEMENT_PORT, Integer.toString(port)))
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
