package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The shards of the stream must be listed after the viewers are read. */
class MeasurementTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");

    private final List<Map<String, AttributeValue>> table = new ArrayList<>();
    private final List<String> shards = new ArrayList<>(List.of("open"));

    @Test
    void countsViewersOfAShardThatIsGoneAndLeavesOutThoseOfAShardThatBeginsMeanwhile() {
        table.add(EventItems.toItem(new View("a", "v", 1, "2022-01-02T00:30:00.000000+00:00")));
        table.add(viewer("a", "gone"));

        Measurement measurement = new Measurement(
                new Table(),
                new EmptyStream(shards),
                "table",
                new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30), CountingSettings.DEFAULT),
                new ReadBudget(Double.POSITIVE_INFINITY));
        AuditedItem summary = measurement.measure(List.of(VIDEO)).stream()
                .filter(item -> item.name().equals(ItemUpdate.nameOf(VIDEO)))
                .findFirst()
                .orElseThrow();

        assertThat(shards).containsExactly("open", "new");
        assertThat(summary.expected()).isEqualTo(new Counts(1, 1, 0, 0).plus(Counts.ofViewers(1)));
    }

    private static Map<String, AttributeValue> viewer(String userId, String shardId) {
        Map<String, AttributeValue> item = new HashMap<>(ViewerItems.toItem(new Viewer(userId, "v"), 1, false));
        item.put(Keys.SHARD_ID, AttributeValue.fromS(shardId));
        item.put(
                Keys.SEQUENCE_NUMBER,
                AttributeValue.fromS(SequenceNumber.parse("3").padded()));
        return item;
    }

    /** A table without summaries and checkpoints, in which a shard begins just before its viewers are read. */
    private final class Table extends EmptyTable {

        @Override
        public QueryResponse query(QueryRequest request) {
            if (!Keys.GSI1.equals(request.indexName())) {
                return QueryResponse.builder().build();
            }
            AttributeValue viewers = request.expressionAttributeValues().get(":viewers");
            if (viewers != null) {
                shards.add("new");
                table.add(viewer("b", "new"));
            }
            List<Map<String, AttributeValue>> found = table.stream()
                    .filter(item -> viewers == null || item.get(Keys.GSI1SK).s().startsWith(viewers.s()))
                    .toList();
            return QueryResponse.builder().items(found).count(found.size()).build();
        }
    }
}
