package io.github.viewtally.local.transfer;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.testsupport.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The packaged command {@code viewtally} on the real local system. */
class ImportExportIT {
    private static final int KILLS = 3;

    @TempDir
    private Path directory;

    private TransferCommands commands;

    @BeforeEach
    void setUp() {
        commands = new TransferCommands(directory);
    }

    @Test
    void countsAnImportThatIsKilledAndResumedExactly() throws Exception {
        // The rate keeps the import long enough to kill it. The refused requests are repeated.
        try (LocalSystem system =
                TestSystem.withItsOwnProcess(Map.of("CACHE_MS", "0", "CLIENT_RATE", "1000"), Map.of())) {
            JsonClient api = new JsonClient(system.url());
            EventFile events = new EventFile(1).add(9_000);
            Path file = directory.resolve("events.ndjson");
            events.write(file);
            Path checkpoint = directory.resolve("checkpoint");
            String[] arguments = {
                "--batch=100", "--connections=4", "--checkpoint=" + checkpoint, "--resume-pause=1s", file.toString()
            };

            long stored = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildProcess process = commands.start(system, arguments)) {
                    long before = stored;
                    await().until(() -> TransferCommands.storedIn(checkpoint) > before);
                    process.kill();
                    assertThat(process.awaitExit()).as("killed before its end").isEqualTo(137);
                    stored = TransferCommands.storedIn(checkpoint);
                }
            }
            assertThat(stored).isLessThan(events.valid());
            TransferCommands.run(3, commands.start(system, arguments));

            assertThat(new JsonObject(Files.readString(checkpoint)).getBoolean("done"))
                    .isTrue();
            assertThat(TransferCommands.storedIn(checkpoint)).isEqualTo(events.valid());
            assertThat(Files.readAllLines(directory.resolve("rejected"))).hasSize(events.invalid());
            awaitTotals(api, events);

            // The same file again changes neither the events nor the totals.
            List<String> exported = commands.exportEvents(system, "before.ndjson");
            assertThat(exported).hasSize(events.distinct());
            TransferCommands.run(3, commands.start(system, "--connections=2", file.toString()));
            assertThat(commands.exportEvents(system, "after.ndjson")).isEqualTo(exported);
            // Counted after all records of the import.
            api.post("/views", new JsonObject("{\"userId\":\"last\",\"videoId\":\"last\",\"duration\":1}"));
            await().until(() -> api.get("/videos/last/summary").getLong("views") == 1);
            assertThat(totals(api, "users", "userId")).containsAllEntriesOf(events.totals("userId"));
            assertThat(totals(api, "videos", "videoId")).containsAllEntriesOf(events.totals("videoId"));
        }
    }

    @Test
    void exportsWhatAnEmptySystemImportsToTheSameEventsAndTotals() throws Exception {
        try (LocalSystem source =
                        TestSystem.withItsOwnProcess(Map.of("CACHE_MS", "0", "MIN_VIEW_SECONDS", "60"), Map.of());
                LocalSystem target =
                        TestSystem.withItsOwnProcess(Map.of("CACHE_MS", "0", "MIN_VIEW_SECONDS", "60"), Map.of())) {
            JsonClient api = new JsonClient(source.url());
            EventFile events = new EventFile(2).add(2_000);
            events.write(directory.resolve("events.ndjson"));
            TransferCommands.run(
                    3, commands.start(source, directory.resolve("events.ndjson").toString()));
            api.post(
                    "/votes",
                    new JsonObject()
                            .put("userId", "a|+=~:@")
                            .put("videoId", "..")
                            .put("voteType", "LIKE")
                            .put("timestamp", "2022-01-02T00:30:25.000001+00:00"));
            List<String> exported = commands.exportEvents(source, "events.ndjson.gz");
            List<String> exportedCsv = commands.exportEvents(source, "events.csv");
            assertThat(exported).hasSize(events.distinct() + 1).anyMatch(line -> line.endsWith("\"counts\":false}"));

            TransferCommands.run(
                    0,
                    commands.start(target, directory.resolve("events.ndjson.gz").toString()));
            assertThat(commands.exportEvents(target, "again.ndjson")).isEqualTo(exported);
            TransferCommands.run(
                    0, commands.start(target, directory.resolve("events.csv").toString()));
            assertThat(commands.exportEvents(target, "again.csv")).isEqualTo(exportedCsv);

            for (String content : List.of("videos", "users")) {
                List<String> sourceTotals = commands.exportTotals(source, content);
                assertThat(sourceTotals).hasSizeGreaterThan(20);
                await().untilAsserted(() ->
                        assertThat(commands.exportTotals(target, content)).isEqualTo(sourceTotals));
            }
            assertThat(new JsonClient(target.url()).get("/totals")).isEqualTo(api.get("/totals"));
        }
    }

    @Test
    void importsATableOfAnotherProgram() throws Exception {
        try (LocalSystem system = TestSystem.withItsOwnProcess(Map.of("CACHE_MS", "0"), Map.of());
                DynamoDbClient client = TestTable.newSharedClient(system.dynamoDbEndpoint())) {
            createOtherTable(client);
            for (int i = 0; i < 600; i++) {
                put(
                        client,
                        "USER#u" + i % 7,
                        "VIDEO#v#VIEW#2022-01-02T00:30:25." + (100_000 + i) + "+00:00",
                        Map.of("type", s("VIEW"), "userId", s("u" + i % 7), "videoId", s("v"), "duration", n("30")));
            }
            put(
                    client,
                    "USER#u1",
                    "VIDEO#v#VIEW#2022-01-02T00:30:25Z",
                    Map.of("type", s("VIEW"), "userId", s("u1"), "videoId", s("v"), "duration", n("7")));
            put(
                    client,
                    "USER#u1",
                    "VIDEO#v#VOTE",
                    Map.of("type", s("VOTE"), "userId", s("u1"), "videoId", s("v"), "voteType", s("DISLIKE")));
            put(client, "USER#u1", "VIDEO#w#VOTE", Map.of("type", s("VOTE"), "userId", s("u1"), "videoId", s("w")));
            put(client, "USER#u1", "SUMMARY", Map.of("type", s("USER_SUMMARY"), "userId", s("u1"), "views", n("999")));
            String[] arguments = {
                "--from-table=other",
                "--endpoint-url=" + system.dynamoDbEndpoint(),
                "--segments=3",
                "--checkpoint=" + directory.resolve("checkpoint")
            };

            TransferCommands.run(3, commands.start(system, arguments));

            assertThat(Files.readString(directory.resolve("rejected")))
                    .contains("\"source\":\"other\"")
                    .contains("USER#u1 / VIDEO#w#VOTE")
                    .hasLineCount(1);
            JsonClient api = new JsonClient(system.url());
            await().untilAsserted(
                            () -> assertThat(api.get("/videos/v/summary"))
                                    .isEqualTo(
                                            new JsonObject(
                                                    "{\"videoId\":\"v\",\"views\":601,\"duration\":18007,\"likes\":0,\"dislikes\":1,\"viewers\":7}")));
            assertThat(TransferCommands.run(3, commands.start(system, arguments))
                            .get(0))
                    .startsWith("already imported: 602 events stored");
        }
    }

    private static void awaitTotals(JsonClient api, EventFile events) {
        await().untilAsserted(() -> {
            assertThat(totals(api, "users", "userId")).isEqualTo(events.totals("userId"));
            assertThat(totals(api, "videos", "videoId")).isEqualTo(events.totals("videoId"));
        });
    }

    private static Map<String, JsonObject> totals(JsonClient api, String kind, String idField)
            throws IOException, InterruptedException {
        return api.list("/summaries/" + kind).stream()
                .collect(Collectors.toMap(row -> row.getString(idField), row -> row, (a, b) -> a, TreeMap::new));
    }

    /** A table without stream and with fewer indexes. */
    private static void createOtherTable(DynamoDbClient client) {
        client.createTable(table -> table.tableName("other")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(key("PK", KeyType.HASH), key("SK", KeyType.RANGE)))
                .attributeDefinitions(List.of(attribute("PK"), attribute("SK"))));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static void put(
            DynamoDbClient client, String partition, String sort, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("PK", s(partition));
        item.put("SK", s(sort));
        client.putItem(request -> request.tableName("other").item(item));
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromN(number);
    }
}
