package io.github.viewtally.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SpreadItems;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.testsupport.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The packaged command, on a table that no aggregator counts: as after an import or the restore of a backup. */
class AuditJarIT {

    private TestTable table;

    @TempDir
    private Path folder;

    @BeforeEach
    void fillTable() {
        table = new TestTable();
        for (int i = 0; i < 4; i++) {
            table.put(EventItems.toItem(new View("u" + i % 2, "v", i, "2022-01-02T0" + i + ":30:00.000000+00:00")));
        }
        // A video without events, whose counters are damaged.
        table.put(Map.of(
                "PK", s("VIDEO#w"),
                "SK", s("SUMMARY"),
                "GSI1PK", s("VIDEO#w"),
                "GSI1SK", s("SUMMARY"),
                "type", s("VIDEO_SUMMARY"),
                "videoId", s("w"),
                "views", s("forty-four")));
        forgetTheStream();
    }

    private void forgetTheStream() {
        // An import leaves no stream records. Records that are in the stream are not counted yet, which is not wrong.
        setStream(stream -> stream.streamEnabled(false));
        setStream(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES));
    }

    private void setStream(Consumer<StreamSpecification.Builder> stream) {
        table.client().updateTable(request -> request.tableName(TestTable.NAME).streamSpecification(stream));
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Test
    void repairsAllTotalsOfATableThatWasNeverCounted() throws Exception {
        assertThat(audit(1, "--all"))
                .anyMatch(line -> line.startsWith("VIDEO#v/SUMMARY: views -4"))
                .anyMatch(line -> line.startsWith("SITE#0/SUMMARY: views -4"));
        List<String> repaired = audit(0, "--all", "--repair");
        assertThat(repaired)
                // The repair of its viewers has created the summary.
                .anySatisfy(line -> assertThat(line)
                        .startsWith("VIDEO#v/SUMMARY: views -4, duration -6, likes +0, dislikes +0, wrong GSI1PK")
                        .endsWith("repaired"))
                .anySatisfy(line -> assertThat(line).startsWith("VIDEO#v/HOUR#2022-01-02T03: views -1, duration -3"))
                .anySatisfy(line -> assertThat(line).startsWith("USER#u1/SUMMARY: views -2, duration -4"))
                .contains("SITE#0/SUMMARY: views -4, duration -6, likes +0, dislikes +0, missing, repaired")
                .anySatisfy(line -> assertThat(line).startsWith("SITE#0/HOUR#2022-01-02T03: views -1, duration -3"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("VIDEO#w/SUMMARY").contains("damaged views, repaired"));

        assertThat(audit(0, "--all").get(0))
                .startsWith("3 users and videos audited")
                .contains("0 findings");
        assertThat(table.get(SummaryItems.key(SummaryKey.video("w"))))
                .as("without events and counters")
                .isEmpty();
        assertThat(table.get(SummaryItems.key(SummaryKey.video("v"))))
                .containsEntry("views", AttributeValue.fromN("4"))
                .containsEntry("type", s("VIDEO_SUMMARY"))
                .containsEntry("GSI1PK", s("VIDEO#v"))
                .containsEntry("GSI2SK", s("009#v"))
                // Views of four hours, two days after the start of an epoch.
                .containsEntry(
                        "trend24h_1187", AttributeValue.fromN(Integer.toString(4 * (1_024 + 1_054 + 1_085 + 1_117))))
                .containsEntry("GSI3PK", s(TrendItems.bucket(HalfLife.DEFAULT, 6)))
                .containsEntry("GSI3SK", s("0075985#v"));
        assertThat(table.get(SummaryItems.key(SummaryKey.site(0))))
                .containsEntry("views", AttributeValue.fromN("4"))
                .containsEntry("type", s("SITE_SUMMARY"))
                .containsEntry("siteBucket", s("0"))
                .doesNotContainKeys("GSI1PK", "GSI2PK", "GSI2SK");
    }

    @Test
    void repairsTheTotalsOfEverythingAlone() throws Exception {
        assertThat(audit(0, "--totals", "--repair", "--json"))
                .contains("{\"item\":\"SITE#0/SUMMARY\",\"kind\":\"site\",\"id\":\"0\",\"drift\":{\"views\":-4,"
                        + "\"duration\":-6,\"likes\":0,\"dislikes\":0},\"fault\":\"missing\",\"repaired\":true}");
        assertThat(audit(0, "--totals").get(0)).startsWith("0 users and videos audited, 4 events read, 0 findings");
        assertThat(table.get(SummaryItems.key(SummaryKey.video("v")))).isEmpty();
    }

    @Test
    void auditsWhatADiscardedBatchNamesAndPrintsJson() throws Exception {
        Files.writeString(
                folder.resolve("object"),
                "{\"payload\":{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"userId\":{\"S\":\"u1\"},"
                        + "\"videoId\":{\"S\":\"w\"}}}}]}}");
        assertThat(audit(0, "--from-bucket", folder.toString(), "--repair", "--json"))
                .contains("{\"item\":\"USER#u1/SUMMARY\",\"kind\":\"user\",\"id\":\"u1\",\"drift\":{\"views\":-2,"
                        + "\"duration\":-4,\"likes\":0,\"dislikes\":0},\"fault\":\"missing\",\"repaired\":true}");
        assertThat(table.get(SummaryItems.key(SummaryKey.user("u0")))).isEmpty();
    }

    @Test
    void findsAHotVideoOnceAndAllItsEvents() throws Exception {
        table.put(SpreadItems.toItem("h", 4));
        for (int i = 0; i < 12; i++) {
            Map<String, AttributeValue> item =
                    new HashMap<>(EventItems.toItem(new View("u" + i, "h", i, "2022-01-02T00:30:00.000000+00:00")));
            item.put("GSI1PK", s(SpreadItems.indexPartition("h", "u" + i, 4)));
            table.put(item);
        }
        forgetTheStream();

        assertThat(audit(0, "--all", "--repair").stream().filter(line -> line.startsWith("VIDEO#h/SUMMARY")))
                .as("without a summary in the index")
                .containsExactly("VIDEO#h/SUMMARY: views -12, duration -66, likes +0, dislikes +0, missing, repaired");
        assertThat(audit(0, "--all").get(0))
                .startsWith("14 users and videos audited")
                .contains("0 findings");
    }

    private List<String> audit(int exitCode, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--table", TestTable.NAME, "--endpoint-url", table.endpoint().toString(), "--stream-delay", "0.3"));
        all.addAll(List.of(args));
        try (ChildProcess command = ChildProcess.jar(
                System.getProperty("viewtally.audit.jar"), table.clientEnvironment(), all.toArray(String[]::new))) {
            assertThat(command.awaitExit())
                    .as(() -> String.join("\n", command.lines()))
                    .isEqualTo(exitCode);
            return command.lines();
        }
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }
}
