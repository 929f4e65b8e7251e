package io.github.viewtally.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.cli.CliRun;
import io.github.viewtally.cli.StoringApi;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(Lifecycle.PER_METHOD)
class ImportCommandTest {
    private static final String TIME = "2022-01-02T00:30:25.000000+00:00";

    private final StoringApi api = new StoringApi();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void importsFilesOfBothFormatsAndCompressedOnes() throws IOException {
        Path lines = write("a.ndjson", view("u", 1), "", vote("u", "LIKE"));
        Path csv = write("b.csv", "type,userId,videoId,duration,voteType,timestamp", "VIEW,c,5,42,," + TIME);
        Path compressed = directory.resolve("c.csv.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            gzip.write(Files.readString(csv).replace(",c,", ",z,").getBytes(StandardCharsets.UTF_8));
        }

        CliRun run = run(lines, csv, compressed);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("4 events stored, 0 records rejected; 4 stored by this run in ");
        assertThat(api.stored)
                .containsOnlyKeys("VIEW u 1 " + TIME, "VOTE u 5", "VIEW c 5 " + TIME, "VIEW z 5 " + TIME)
                .containsEntry(
                        "VIEW c 5 " + TIME,
                        new JsonObject(
                                "{\"type\":\"VIEW\",\"userId\":\"c\",\"videoId\":\"5\",\"duration\":42,\"timestamp\":\""
                                        + TIME + "\"}"));
        assertThat(directory.resolve("rejected")).doesNotExist();
    }

    @Test
    void writesWhatIsRejectedWithItsLineAndReason() throws IOException {
        Path file = write(
                "a.ndjson",
                view("u", 1),
                "{\"type\":\"VIEW\",\"userId\":\"bad\",\"videoId\":\"5\",\"duration\":\"x\",\"timestamp\":\"" + TIME
                        + "\"}",
                "oops",
                "{\"type\":\"VIEW\",\"userId\":\"u\",\"videoId\":\"5\",\"duration\":1}");

        CliRun run = run(file);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("1 events stored, 3 records rejected")
                .contains(directory.resolve("rejected").toString());
        List<JsonObject> rejected = rejected();
        assertThat(rejected).extracting(line -> line.getInteger("line")).containsExactly(2, 3, 4);
        assertThat(rejected)
                .extracting(line -> line.getString("reason"))
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("400 Problem: of bad"),
                        reason -> assertThat(reason).startsWith("the line is not valid JSON"),
                        reason -> assertThat(reason).startsWith("the view has no timestamp"));
        assertThat(rejected.get(1).getString("record")).isEqualTo("oops");
        assertThat(rejected.get(1).getString("source")).isEqualTo(file.toString());
    }

    @Test
    void givesViewsWithoutATimestampTheSameOneInEachImport() throws IOException {
        String view = "{\"type\":\"VIEW\",\"userId\":\"u\",\"videoId\":\"5\",\"duration\":1}";
        Path first = write("a.ndjson", view, view);
        Path second = write("b.ndjson", view);

        for (int i = 0; i < 2; i++) {
            assertThat(run("--view-time=2022-01-02T00:30:25Z", first, second).exitCode())
                    .isZero();
        }

        assertThat(api.stored)
                .containsOnlyKeys(
                        "VIEW u 5 2022-01-02T00:30:25.000001+00:00",
                        "VIEW u 5 2022-01-02T00:30:25.000002+00:00",
                        "VIEW u 5 2022-01-02T00:30:25.000003+00:00");
    }

    @Test
    void keepsTheOrderOfVotesWhenTheApiStoresABatchInPart() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int user = 0; user < 50; user++) {
                lines.add(vote("u" + user, (round + user) % 3 == 0 ? "LIKE" : "DISLIKE"));
            }
        }
        api.setFault((number, events, response) -> {
            if (number % 2 == 1) {
                api.respond(events, response, events.size() / 2);
                return true;
            }
            return false;
        });

        CliRun run = run("--batch=30", "--connections=4", write("a.ndjson", lines.toArray(String[]::new)));

        assertThat(run.out()).as(run.err()).startsWith("1000 events stored, 0 records rejected");
        for (int user = 0; user < 50; user++) {
            assertThat(api.stored.get("VOTE u" + user + " 5").getString("voteType"))
                    .isEqualTo((19 + user) % 3 == 0 ? "LIKE" : "DISLIKE");
        }
    }

    @Test
    void repeatsRequestsWhileTheApiIsUnavailable() throws IOException {
        api.setFault((number, events, response) -> {
            switch (number) {
                case 1 ->
                    response.setStatusCode(503).putHeader("retry-after", "1").end();
                case 2 -> response.setStatusCode(429).end();
                case 3 -> response.reset();
                default -> {
                    return false;
                }
            }
            return true;
        });
        long start = System.nanoTime();

        CliRun run = run(write("a.ndjson", view("u", 1)));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(api.requests).hasValue(4);
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
    }

    @Test
    void givesUpWhenTheApiStaysUnavailable() throws IOException {
        api.setFault((number, events, response) -> {
            response.setStatusCode(503).end();
            return true;
        });

        CliRun run = run("--patience=500ms", write("a.ndjson", view("u", 1)));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("the import is not complete: given up after 2 attempts")
                .contains("503");
    }

    @Test
    void resumesWhereItStoppedAndWritesEachRejectionOnce() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i % 1_000 == 7 ? "line " + i : view("u" + i, i));
        }
        Path file = write("a.ndjson", lines.toArray(String[]::new));
        for (int attempt = 1; attempt <= 3; attempt++) {
            int last = api.requests.get() + 50;
            api.setFault((number, events, response) -> {
                if (number > last) {
                    response.setStatusCode(401).end();
                }
                return number > last;
            });
            CliRun failed = run("--batch=100", "--checkpoint=" + directory.resolve("checkpoint"), file);
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains("POST /events returned 401").contains("run the same command again");
        }
        api.repair();
        int before = api.requests.get();

        CliRun run = run("--batch=100", "--checkpoint=" + directory.resolve("checkpoint"), file);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).startsWith("19980 events stored, 20 records rejected");
        assertThat(api.stored).hasSize(19_980);
        assertThat(rejected())
                .extracting(line -> line.getInteger("line"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).map(i -> i * 1_000 + 8).boxed().toList());
        assertThat(api.requests.get() - before).as("of 200 requests").isLessThan(180);

        CliRun again = run("--batch=100", "--checkpoint=" + directory.resolve("checkpoint"), file);
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
        api.setFault((number, events, response) -> {
            if (number > 3) {
                response.setStatusCode(401).end();
            }
            return number > 3;
        });
        assertThat(run(checkpoint, file).exitCode()).isEqualTo(1);
        api.repair();

        CliRun other = run(checkpoint, write("b.ndjson", view("u", 1)));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("belongs to another import: of " + file);

        lines[999] = view("v", 1);
        write("a.ndjson", lines);
        CliRun changed = run(checkpoint, file);
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("the checkpoint belongs to another file: line 1000 differs");

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

    @Test
    void namesTheLineOfAWrongHeader() throws IOException {
        CliRun run = run(write("a.csv", "type,userId,videoId,colour", "VOTE,0,5,red"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("a.csv, after line 0: the header has the unknown column 'colour'");
    }

    @Test
    void sendsTheToken() throws IOException {
        run("--token=abc", write("a.ndjson", view("u", 1)));

        assertThat(api.lastAuthorization).isEqualTo("Bearer abc");
    }

    @Test
    void explainsAWrongCommandLine() throws IOException {
        assertThat(run().exitCode()).isEqualTo(2);
        assertThat(run("-", "-").exitCode()).isEqualTo(2);
        assertThat(run("--batch=501", "-").err()).contains("--batch must be from 1 to 500");
        assertThat(run("--view-time=yesterday", "-").exitCode()).isEqualTo(2);
        assertThat(run(directory.resolve("missing")).err()).contains("cannot read the file ");
    }

    private CliRun run(Object... arguments) {
        List<String> all =
                new ArrayList<>(List.of("import", "--url=" + api.url(), "--rejects=" + directory.resolve("rejected")));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        if (all.stream().noneMatch(argument -> argument.startsWith("--resume-pause"))) {
            all.add("--resume-pause=1ms");
        }
        return CliRun.of(all.toArray(String[]::new));
    }

    private List<JsonObject> rejected() throws IOException {
        return Files.readAllLines(directory.resolve("rejected")).stream()
                .map(JsonObject::new)
                .toList();
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    private static String view(String userId, int videoId) {
        return "{\"type\":\"VIEW\",\"userId\":\"" + userId + "\",\"videoId\":\"" + videoId
                + "\",\"duration\":42,\"timestamp\":\"" + TIME + "\"}";
    }

    private static String vote(String userId, String voteType) {
        return "{\"type\":\"VOTE\",\"userId\":\"" + userId + "\",\"videoId\":\"5\",\"voteType\":\"" + voteType + "\"}";
    }
}
