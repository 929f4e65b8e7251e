package io.github.viewtally.local.jars;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The packaged API as it is deployed, in its own process with little memory. */
@Timeout(180)
class ApiJarIT {

    private static final String MAIN = "io.github.viewtally.api.ApiMain";
    private static final int SIGTERM_EXIT = 143;

    private static final Pattern LISTENING =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), health and metrics on port (\\d+)");

    private int port;
    private int managementPort;
    private TestTable table;
    private ChildProcess api;
    private ExecutorService clients;

    @BeforeEach
    void start() throws IOException {
        table = new TestTable();
        Map<String, String> env = new HashMap<>(table.clientEnvironment());
        env.putAll(Map.of(
                "HTTP_PORT", "0",
                "DYNAMODB_ENDPOINT", table.endpoint().toString(),
                "ACCESS_LOG", "false",
                "JAVA_TOOL_OPTIONS", "-Xmx512m"));
        api = ChildProcess.java(System.getProperty("viewtally.api.jar"), env, MAIN);
        clients = Executors.newCachedThreadPool();
        Matcher line = await().until(() -> LISTENING.matcher(String.join("\n", api.lines())), Matcher::find);
        port = Integer.parseInt(line.group(1));
        managementPort = Integer.parseInt(line.group(2));
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        api.close();
        table.close();
    }

    @Test
    void warnsThatCursorSecretIsNotSet() {
        assertThat(api.lines()).anyMatch(line -> line.contains("CURSOR_SECRET is not set"));
    }

    @Test
    void servesAllContentsFromTheJar() throws IOException {
        assertThat(get(managementPort, "/health/ready")).startsWith("HTTP/1.1 200 ");
        assertThat(get(managementPort, "/metrics")).startsWith("HTTP/1.1 200 ");
        assertThat(get(port, "/openapi.yaml")).startsWith("HTTP/1.1 200 ");
        assertThat(get(port, "/dashboard/dashboard.js")).startsWith("HTTP/1.1 200 ");
        assertThat(get(port, "/metrics")).startsWith("HTTP/1.1 404 ");
    }

    @RepeatedTest(3)
    void completesAllRequestsInFlightWhenTerminatedUnderLoad() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> neverAccepted = ConcurrentHashMap.newKeySet();
        List<Future<?>> load = IntStream.range(0, 32)
                .<Future<?>>mapToObj(
                        client -> clients.submit(() -> postUntilRefused("c" + client, acknowledged, neverAccepted)))
                .toList();
        await().until(() -> acknowledged.size() > 300);

        byte[] body = view("slow").getBytes(ISO_8859_1);
        try (RawConnection slow = new RawConnection(port)) {
            slow.send("GET /openapi.yaml HTTP/1.1\r\nHost: viewtally\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(slow.response()).startsWith("HTTP/1.1 200 ");
            slow.send(head(body.length).getBytes(ISO_8859_1));
            slow.send(Arrays.copyOf(body, 10));
            api.terminate();
            await().until(() -> Ports.isFree(port));
            slow.send(Arrays.copyOfRange(body, 10, body.length));
            assertThat(slow.response()).startsWith("HTTP/1.1 201 ");
            acknowledged.add("slow");
        }

        assertThat(api.awaitExit()).isEqualTo(SIGTERM_EXIT);
        for (Future<?> client : load) {
            client.get(20, TimeUnit.SECONDS);
        }
        Set<String> stored = storedUsers();
        assertThat(stored).containsAll(acknowledged);
        assertThat(neverAccepted).noneMatch(stored::contains);
        assertThat(api.lines()).noneMatch(line -> line.contains("ERROR") || line.contains("did not stop in order"));
    }

    @Test
    void servesProbesDuringManyLargeReads() throws Exception {
        storeViewsOfHotVideo(1_200);
        List<Future<String>> reads = IntStream.range(0, 400)
                .mapToObj(client -> clients.submit(() -> get(
                        port,
                        client % 2 == 0
                                ? "/videos/hot/views?limit=1000"
                                : "/videos/v" + client + "/stats?from=2024-01-01T00:00:00Z&to=2024-02-11T00:00:00Z")))
                .toList();

        List<String> probes = new ArrayList<>();
        while (!reads.stream().allMatch(Future::isDone)) {
            probes.add(get(managementPort, "/health/live"));
        }

        int served = 0;
        for (Future<String> read : reads) {
            String response = read.get();
            if (response.startsWith("HTTP/1.1 200 ")) {
                served++;
            } else {
                assertThat(response).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nretry-after: 1\r\n");
            }
        }
        assertThat(served).isPositive();
        assertThat(probes).isNotEmpty().allMatch(probe -> probe.startsWith("HTTP/1.1 200 "));
        assertThat(get(port, "/videos/hot/views?limit=1000")).startsWith("HTTP/1.1 200 ");
        assertThat(api.handle().isAlive()).isTrue();
    }

    /**
     * Every request must get a response, even if the connection or the process ends after it. One exception: the kernel
     * resets connections that wait to be accepted when the listening socket is closed. Their requests are never read.
     */
    private Void postUntilRefused(String client, Set<String> acknowledged, Set<String> neverAccepted)
            throws IOException {
        for (int i = 0; ; ) {
            int first = i;
            try (RawConnection connection = new RawConnection(port)) {
                boolean open = true;
                while (open) {
                    String user = client + "-" + i++;
                    byte[] body = view(user).getBytes(ISO_8859_1);
                    connection.send((head(body.length) + view(user)).getBytes(ISO_8859_1));
                    String response = connection.response();
                    assertThat(response).startsWith("HTTP/1.1 201 ");
                    acknowledged.add(user);
                    open = !response.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
                }
            } catch (ConnectException e) {
                return null;
            } catch (SocketException e) {
                assertThat(i).as("requests on a connection that was reset").isEqualTo(first + 1);
                neverAccepted.add(client + "-" + first);
                return null;
            }
        }
    }

    private static String view(String user) {
        return "{\"userId\":\"" + user + "\",\"videoId\":\"v\",\"duration\":1}";
    }

    private static String head(int length) {
        return "POST /views HTTP/1.1\r\nHost: viewtally\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static String get(int port, String path) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(("GET " + path + " HTTP/1.1\r\nHost: viewtally\r\n\r\n").getBytes(ISO_8859_1));
            return connection.response();
        }
    }

    private Set<String> storedUsers() {
        return table.allItems().stream()
                .filter(item -> item.containsKey("userId"))
                .map(item -> item.get("userId").s())
                .collect(Collectors.toSet());
    }

    private void storeViewsOfHotVideo(int views) {
        Instant first = Instant.parse("2024-01-01T00:00:00Z");
        List<WriteRequest> writes = IntStream.range(0, views)
                .mapToObj(i -> EventItems.toItem(
                        new View("u".repeat(100) + i, "hot", 1, Timestamps.format(first.plusSeconds(i)))))
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        for (int from = 0; from < views; from += 25) {
            List<WriteRequest> batch = writes.subList(from, from + 25);
            table.client().batchWriteItem(request -> request.requestItems(Map.of(TestTable.NAME, batch)));
        }
    }
}
