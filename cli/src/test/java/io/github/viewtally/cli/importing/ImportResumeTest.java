package io.github.viewtally.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.cli.CliRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ImportResumeTest extends ImportTestCase {

    @Test
    void resumesWhereItStoppedAndWritesEachRejectionOnce() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i % 1_000 == 7 ? "line " + i : view("u" + i, i));
        }
        Path file = write("a.ndjson", lines.toArray(String[]::new));
        String checkpoint = "--checkpoint=" + directory.resolve("checkpoint");
        for (int attempt = 1; attempt <= 3; attempt++) {
            int last = api.requests.get() + 50;
            api.setFault((number, events, response) -> {
                if (number > last) {
                    response.setStatusCode(401).end();
                }
                return number > last;
            });
            CliRun failed = run("--batch=100", "--connections=2", checkpoint, file);
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains("POST /events returned 401").contains("run the same command again");
        }
        api.repair();
        int before = api.requests.get();

        CliRun run = run("--batch=100", "--connections=2", checkpoint, file);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).startsWith("19980 events stored, 20 records rejected");
        assertThat(api.stored).hasSize(19_980);
        assertThat(rejected())
                .extracting(line -> line.getInteger("line"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).map(i -> i * 1_000 + 8).boxed().toList());
        assertThat(api.requests.get() - before).as("of 200 requests").isLessThan(150);

        CliRun again = run("--batch=100", "--connections=2", checkpoint, file);
        assertThat(again.out()).startsWith("already imported: 19980 events stored, 20 records rejected");
        assertThat(again.exitCode()).isEqualTo(3);
    }

    @Test
    void waitsForTheLastRequestsOfAnImportThatWasKilled() throws IOException {
        Path file = write("a.ndjson", view("u", 1));
        Path checkpoint = directory.resolve("checkpoint");
        ImportCheckpoint start = ImportCheckpoint.start(api.url(), List.of(file.toString()), 1);
        new ImportCheckpoint(start.target(), start.inputs(), start.places(), 0, 0, 0, false, false).write(checkpoint);
        long startNanos = System.nanoTime();

        CliRun run = run("--resume-pause=2s", "--checkpoint=" + checkpoint, file);

        assertThat(run.err()).startsWith("waiting 2 s for the last requests");
        assertThat(System.nanoTime() - startNanos).isGreaterThan(1_000_000_000L);
        assertThat(api.stored).hasSize(1);
    }

    @Test
    void refusesACheckpointOfAnotherImport() throws IOException {
        String[] lines = Collections.nCopies(3_000, view("u", 1)).toArray(String[]::new);
        Path file = write("a.ndjson", lines);
        String checkpoint = "--checkpoint=" + directory.resolve("checkpoint");
        AtomicInteger received = new AtomicInteger();
        api.setFault((number, events, response) -> {
            boolean isLate = received.addAndGet(events.size()) > 2_500;
            if (isLate) {
                response.setStatusCode(401).end();
            }
            return isLate;
        });
        assertThat(run("--batch=100", "--connections=1", checkpoint, file).exitCode())
                .isEqualTo(1);
        api.repair();

        CliRun other = run(checkpoint, write("b.ndjson", view("u", 1)));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("belongs to another import: of " + file);

        // One or two sections are complete, which depends on the sizes of the requests.
        lines[999] = view("v", 1);
        lines[1_999] = view("v", 1);
        write("a.ndjson", lines);
        CliRun changed = run(checkpoint, file);
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).containsPattern("the checkpoint belongs to another file: line [12]000 differs");

        write("a.ndjson", view("u", 1));
        assertThat(run(checkpoint, file).err()).contains("it has fewer lines");
    }

    @Test
    void importsWhatComesBeforeDamagedData() throws IOException {
        Path file = directory.resolve("a.ndjson.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 5_000; i++) {
                gzip.write((view("u" + i, i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        CliRun run = run(file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsPattern("a.ndjson.gz, after line [0-9]+: the compressed data is cut off");
        String line = run.err().replaceAll("(?s).*after line ([0-9]+):.*", "$1");
        assertThat(api.stored).hasSize(Integer.parseInt(line)).hasSizeGreaterThan(100);
    }
}
