package io.github.viewtally.local;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.startup.Ports;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The program as {@code mvn -Plocal} starts it, in a process of its own. */
class LocalLauncherIT {

    private final int httpPort = Ports.anyFree();
    private final int dynamoDbPort = Ports.anyFree();

    @Test
    void stopsTheSystemWhenTerminated() throws Exception {
        try (ChildProcess launcher = start(httpPort)) {
            List<ProcessHandle> children = awaitStart(launcher);
            // Unlike the method of the process, this one lets its output be read.
            launcher.handle().destroy();
            launcher.awaitExit();
            assertThat(launcher.lines()).contains("viewtally: stopped");
            assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
            assertThat(Ports.isFree(httpPort)).isTrue();
            assertThat(Ports.isFree(dynamoDbPort)).isTrue();
        }
    }

    @Test
    void stopsTheSystemEvenWhenKilled() throws Exception {
        try (ChildProcess launcher = start(httpPort)) {
            List<ProcessHandle> children = awaitStart(launcher);
            launcher.kill();
            await().untilAsserted(() -> assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void reportsAPortInUseInOneLineAndFails() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ChildProcess launcher = start(taken.getLocalPort())) {
            assertThat(launcher.awaitExit()).isEqualTo(1);
            assertThat(launcher.lines()).singleElement().asString().contains("port " + taken.getLocalPort());
        }
    }

    private ChildProcess start(int port) throws IOException {
        String lib = "viewtally.dynamodb-local.lib";
        return ChildProcess.java(
                System.getProperty("java.class.path"),
                Map.of("HTTP_PORT", Integer.toString(port), "DYNAMODB_LOCAL_PORT", Integer.toString(dynamoDbPort)),
                "-D" + lib + "=" + System.getProperty(lib),
                "-Dviewtally.local.jar=" + System.getProperty("viewtally.local.jar"),
                LocalLauncher.class.getName());
    }

    private static List<ProcessHandle> awaitStart(ChildProcess launcher) {
        await().until(() -> launcher.lines().stream().anyMatch(line -> line.contains("Stop with Ctrl-C")));
        return launcher.handle().descendants().toList();
    }
}
