package io.github.viewtally.cli.exporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.cli.CliRun;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(Lifecycle.PER_METHOD)
class ExportCommandTest {
    private static final String FIRST =
            "{\"items\":[{\"videoId\":\"a,b\",\"views\":9223372036854775807,\"duration\":2,\"likes\":3,\"dislikes\":0,\"viewers\":1}],"
                    + "\"nextCursor\":\"next+1\"}";
    private static final String SECOND =
            "{\"items\":[{\"videoId\":\"c\",\"views\":null,\"duration\":2,\"likes\":3,\"dislikes\":0,\"viewers\":1}],"
                    + "\"nextCursor\":null}";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private int failAt = 2;
    private int failure = 503;
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(this::respond)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void respond(HttpServerRequest request) {
        if (requests.incrementAndGet() == failAt) {
            request.response().setStatusCode(failure).end();
        } else {
            boolean isFirst = request.uri().equals("/summaries/videos?limit=100");
            boolean isSecond = request.uri().equals("/summaries/videos?limit=100&cursor=next%2B1");
            request.response().setStatusCode(isFirst || isSecond ? 200 : 404).end(isFirst ? FIRST : SECOND);
        }
    }

    @Test
    void writesTheTotalsOfAllPages() {
        CliRun run = run("export", "videos");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "{\"videoId\":\"a,b\",\"views\":9223372036854775807,\"duration\":2,\"likes\":3,\"dislikes\":0,\"viewers\":1}",
                        "{\"videoId\":\"c\",\"views\":null,\"duration\":2,\"likes\":3,\"dislikes\":0,\"viewers\":1}");
        assertThat(run.err()).isEqualTo("2 totals exported\n");
    }

    @Test
    void writesACompressedFile() throws IOException {
        Path file = directory.resolve("videos.csv.gz");
        CliRun run = run("export", "videos", "--output=" + file);

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "videoId,views,duration,likes,dislikes,viewers\n\"a,b\",9223372036854775807,2,3,0,1\nc,,2,3,0,1\n");
        }
    }

    @Test
    void leavesNoFileIfItFails() throws IOException {
        failure = 401;
        Path file = Files.writeString(directory.resolve("videos.csv"), "old");

        CliRun run = run("export", "videos", "--output=" + file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the export failed: /summaries/videos returned 401");
        assertThat(file).hasContent("old");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void explainsAWrongCommandLine() {
        assertThat(run("export").exitCode()).isEqualTo(2);
        assertThat(run("export", "events").err()).contains("events need --from-table");
        assertThat(run("export", "videos", "--from-table=t").exitCode()).isEqualTo(2);
        assertThat(run("export", "everything").exitCode()).isEqualTo(2);
    }

    private CliRun run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--url=http://127.0.0.1:" + server.actualPort();
        return CliRun.of(all);
    }
}
