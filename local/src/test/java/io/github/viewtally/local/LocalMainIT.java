package io.github.viewtally.local;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.local.faults.ListedViews;
import io.github.viewtally.local.faults.ViewLoad;
import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.model.View;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user starts it: in its own process, configured by environment variables. */
class LocalMainIT {

    private static final String MAIN = "io.github.viewtally.local.LocalMain";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int httpPort = Ports.anyFree();
    private final int dynamoDbPort = Ports.anyFree();

    @Test
    void stopsItsChildAndFreesItsPortsWhenTerminated() throws Exception {
        try (ChildProcess system = start(Map.of())) {
            awaitReady(system);
            List<ProcessHandle> children = system.handle().descendants().toList();
            assertThat(children).hasSize(1);
            system.terminate();
            system.awaitExit();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(Ports.isFree(httpPort)).isTrue();
            assertThat(Ports.isFree(dynamoDbPort)).isTrue();
        }
    }

    @Test
    void keepsAcknowledgedEventsWhenKilledUnderLoad(@TempDir Path folder) throws Exception {
        Map<String, String> env = Map.of("DYNAMODB_LOCAL_DIR", folder.toString());
        try (ViewLoad load = new ViewLoad(uri(""))) {
            killUnderLoad(env, load, 2_000);
            // The second kill comes before the whole stream has been read.
            killUnderLoad(env, load, load.acknowledged().size() + 20);
            try (ChildProcess system = start(env)) {
                awaitReady(system);
                assertListsAcknowledgedViews(load);
                await().untilAsserted(this::assertSummariesMatchTheLists);
                assertThat(load.post(ViewLoad.USERS.get(0))).isTrue();
                assertListsAcknowledgedViews(load);
                await().untilAsserted(this::assertSummariesMatchTheLists);
            }
        }
    }

    private void killUnderLoad(Map<String, String> env, ViewLoad load, int acknowledged) throws Exception {
        try (ChildProcess system = start(env)) {
            awaitReady(system);
            List<ProcessHandle> children = system.handle().descendants().toList();
            load.start();
            await().until(() -> load.acknowledged().size() >= acknowledged);
            system.kill();
            load.awaitEnd();
            await().untilAsserted(() -> assertThat(children).hasSize(1).noneMatch(ProcessHandle::isAlive));
        }
    }

    private void assertListsAcknowledgedViews(ViewLoad load) throws Exception {
        ListedViews listed = new ListedViews(uri(""));
        Set<View> views = new HashSet<>();
        for (String videoId : ViewLoad.VIDEOS) {
            views.addAll(listed.ofVideo(videoId));
        }
        assertThat(views).containsAll(load.acknowledged());
        assertThat(load.posted()).containsAll(views);
    }

    private void assertSummariesMatchTheLists() throws Exception {
        ListedViews listed = new ListedViews(uri(""));
        for (String videoId : ViewLoad.VIDEOS) {
            assertThat(listed.summary("videos/" + videoId)).isEqualTo(ListedViews.count(listed.ofVideo(videoId)));
        }
        for (String userId : ViewLoad.USERS) {
            assertThat(listed.summary("users/" + userId)).isEqualTo(ListedViews.count(listed.ofUser(userId)));
        }
    }

    @Test
    void printsWorkingUrlsForAnIpv6Address() throws Exception {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "this machine has no IPv6");
        try (ChildProcess system = start(Map.of("HTTP_HOST", "::1"))) {
            awaitReady(system);
            assertThat(system.lines()).contains("  dashboard  http://[::1]:" + httpPort + "/");
            URI summary = system.lines().stream()
                    .filter(line -> line.startsWith("then: curl "))
                    .map(line -> URI.create(line.substring("then: curl ".length())))
                    .findFirst()
                    .orElseThrow();
            assertThat(HTTP.send(HttpRequest.newBuilder(summary).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void reportsAPortInUseInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertFailsWith(
                    Map.of("HTTP_PORT", Integer.toString(taken.getLocalPort())),
                    "viewtally: port " + taken.getLocalPort() + " is in use: .* HTTP_PORT .*");
            assertFailsWith(
                    Map.of("DYNAMODB_LOCAL_PORT", Integer.toString(taken.getLocalPort())),
                    "viewtally: port " + taken.getLocalPort() + " is in use: .* DYNAMODB_LOCAL_PORT .*");
        }
    }

    @Test
    void reportsAllInvalidVariablesInOneLine() throws Exception {
        assertFailsWith(
                Map.of("HTTP_PORT", "http", "DYNAMODB_LOCAL_PORT", "70000", "TABLE_NAME", "a b"),
                "viewtally: .*TABLE_NAME.*HTTP_PORT.*DYNAMODB_LOCAL_PORT.*");
    }

    @Test
    void reportsAnUnsupportedPropertyOfTheTemplateInOneLine(@TempDir Path folder) throws Exception {
        Path changed = Files.createDirectories(folder.resolve("viewtally")).resolve("template.yaml");
        try (InputStream original = LocalMain.class.getResourceAsStream("/viewtally/template.yaml")) {
            String template = new String(original.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(changed, template.replace("BatchSize: !Ref BatchSize", "StartingPositionTimestamp: 1"));
        }
        String classPath = folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
        try (ChildProcess system = ChildProcess.java(classPath, env(Map.of()), MAIN)) {
            assertThat(system.awaitExit()).isEqualTo(1);
            assertThat(system.lines())
                    .containsExactly("viewtally: the template has a property that the local system does not support:"
                            + " ViewMapping.StartingPositionTimestamp");
        }
    }

    private void assertFailsWith(Map<String, String> env, String line) throws Exception {
        try (ChildProcess system = start(env)) {
            assertThat(system.awaitExit()).isEqualTo(1);
            assertThat(system.lines()).singleElement().asString().matches(line);
        }
    }

    private ChildProcess start(Map<String, String> env) throws IOException {
        return ChildProcess.java(System.getProperty("java.class.path"), env(env), dynamoDbLocal(), MAIN);
    }

    private static String dynamoDbLocal() {
        String name = "viewtally.dynamodb-local.lib";
        return "-D" + name + "=" + System.getProperty(name);
    }

    private Map<String, String> env(Map<String, String> more) {
        Map<String, String> env = new HashMap<>(Map.of(
                "HTTP_PORT", Integer.toString(httpPort),
                "DYNAMODB_LOCAL_PORT", Integer.toString(dynamoDbPort)));
        env.putAll(more);
        return env;
    }

    private static void awaitReady(ChildProcess system) {
        await().until(() -> system.lines().stream().anyMatch(line -> line.contains("Stop with Ctrl-C")));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }
}
