package io.github.viewtally.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.cli.CliRun;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ImportCommandTest extends ImportTestCase {
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
    void keepsTheOrderOfVotesOnSeveralConnections() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int user = 0; user < 50; user++) {
                lines.add(vote("u" + user, (round + user) % 3 == 0 ? "LIKE" : "DISLIKE"));
            }
        }

        CliRun run = run("--batch=10", "--connections=4", write("a.ndjson", lines.toArray(String[]::new)));

        assertThat(run.out()).as(run.err()).startsWith("1000 events stored, 0 records rejected");
        for (int user = 0; user < 50; user++) {
            assertThat(api.stored.get("VOTE u" + user + " 5").getString("voteType"))
                    .isEqualTo((19 + user) % 3 == 0 ? "LIKE" : "DISLIKE");
        }
    }

    @Test
    void keepsTheOrderOfVotesWhenTheApiStoresOnlyTheLaterOne() throws IOException {
        List<String> lines = new ArrayList<>(Collections.nCopies(2_000, vote("other", "LIKE")));
        for (int user = 0; user < 5; user++) {
            lines.add(vote("u" + user, "LIKE"));
            lines.add(vote("u" + user, "DISLIKE"));
        }
        AtomicInteger repeated = new AtomicInteger();
        api.setFault((number, events, response) -> {
            for (int i = 1; i < events.size() && repeated.get() < 5; i++) {
                String user = events.getJsonObject(i).getString("userId");
                if (!user.equals("other")
                        && events.getJsonObject(i - 1).getString("userId").equals(user)) {
                    repeated.incrementAndGet();
                    api.respond(events, response, i - 1);
                    return true;
                }
            }
            return false;
        });

        CliRun run = run("--connections=1", write("a.ndjson", lines.toArray(String[]::new)));

        assertThat(run.out()).as(run.err()).startsWith("2010 events stored, 0 records rejected");
        assertThat(repeated).hasPositiveValue();
        for (int user = 0; user < 5; user++) {
            assertThat(api.stored.get("VOTE u" + user + " 5").getString("voteType"))
                    .isEqualTo("DISLIKE");
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
}
