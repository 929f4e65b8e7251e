package io.github.viewtally.local.throughput;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.model.table.Keys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole local system with the limits of DynamoDB and three shards. */
class LimitedSystemIT {

    /** Three times what the video's partition of the index takes in a second. A call of 25 is always above the limit. */
    private static final int VIEWS = 60;

    private TestSystem system;

    @BeforeEach
    void start() {
        system = new TestSystem(
                Map.of("DYNAMODB_MODEL", "aws,scale=0.02,shards=3", "WRITE_PATIENCE_MS", "6000"),
                Map.of("BatchingWindowSeconds", "0"));
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void countsAllEventsOfAVideoThatIsAboveTheLimit() throws Exception {
        String events = IntStream.range(0, VIEWS)
                .mapToObj(user -> "{\"type\":\"VIEW\",\"userId\":\"u" + user + "\",\"videoId\":\"5\",\"duration\":1}")
                .collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(system.url() + "/events"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"events\":" + events + "}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body())
                .isEqualTo("{\"accepted\":" + VIEWS + ",\"rejected\":[]}");
        await().untilAsserted(() -> assertThat(views()).isEqualTo(AttributeValue.fromN(Integer.toString(VIEWS))));
        assertThat(system.throughput()
                        .orElseThrow()
                        .partition(LimitedTable.INDEX, Keys.video("5"))
                        .throttledWrites())
                .isPositive();
        assertThat(shardsOfCheckpoints()).hasSize(3).allMatch(shard -> shard.matches(".*-v[0-2]"));
    }

    private AttributeValue views() {
        return system.client()
                .getItem(request -> request.tableName(TestTable.NAME)
                        .key(Map.of(
                                Keys.PK, AttributeValue.fromS(Keys.video("5")),
                                Keys.SK, AttributeValue.fromS(Keys.SUMMARY))))
                .item()
                .getOrDefault(Keys.VIEWS, AttributeValue.fromN("0"));
    }

    private List<String> shardsOfCheckpoints() {
        return system.client().scan(request -> request.tableName(TestTable.NAME)).items().stream()
                .map(item -> item.get(Keys.PK).s())
                .filter(partition -> partition.startsWith(Keys.checkpoint("views", "")))
                .sorted()
                .toList();
    }
}
