package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The shard of a viewer's record may be older than the list of shards, or newer than the cut. */
class ViewerMeasurementTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");
    private static final SummaryKey USER = SummaryKey.user("a");

    /** It includes the records of "open" up to number 10, and all of "drained". */
    private static final Cut CUT = new Cut(
            Map.of(),
            Map.of(
                    new CheckpointKey("open", EventCounter.VIEWS),
                    new Checkpoint(SequenceNumber.parse("10"), Optional.empty())),
            Set.of("drained"));

    private final List<Map<String, AttributeValue>> table = new ArrayList<>();
    private final RecentChanges changes = new RecentChanges(1_000);

    @Test
    void countsTheViewersOfAShardThatTheStreamDoesNotListAnyMore() {
        table.add(viewer("a", "gone", "3"));
        table.add(viewer("b", "gone", "4"));
        table.add(viewer("c", "open", "5"));

        assertThat(expected(VIDEO, Set.of("open"))).isEqualTo(3);
    }

    @Test
    void leavesOutTheViewersOfAListedShardThatIsNewerThanTheCut() {
        table.add(viewer("a", "new", "3"));
        table.add(viewer("b", "gone", "4"));

        assertThat(expected(VIDEO, Set.of("open", "new"))).isEqualTo(1);
    }

    @Test
    void leavesOutTheViewersOfAfterTheCutAlsoIfTheirShardIsNotListedAnyMore() {
        table.add(viewer("a", "open", "10"));
        table.add(viewer("b", "open", "11"));
        table.add(viewer("c", "drained", "12"));

        assertThat(expected(VIDEO, Set.of())).isEqualTo(2);
    }

    @Test
    void countsAVideoOfAUserWhoseViewerIsOfAShardThatTheStreamDoesNotListAnyMore() {
        table.add(viewer("a", "gone", "3"));
        addView();

        assertThat(expected(USER, Set.of("open"))).isEqualTo(1);
    }

    @Test
    void leavesOutAVideoOfAUserWhoseViewerIsOfAListedShardThatIsNewerThanTheCut() {
        table.add(viewer("a", "new", "3"));
        addView();

        assertThat(expected(USER, Set.of("open", "new"))).isZero();
    }

    /** The user views the video again after the scan. */
    private void addView() {
        Map<String, AttributeValue> view = EventItems.toItem(new View("a", "v", 1, "2022-01-02T00:30:00.000000+00:00"));
        changes.add(new EventChange(
                EventChange.eventKey(view),
                "open",
                SequenceNumber.parse("11"),
                Optional.empty(),
                EventValue.of(view),
                System.nanoTime()));
    }

    private long expected(SummaryKey subject, Set<String> listedShards) {
        ReadBudget budget = new ReadBudget(Double.POSITIVE_INFINITY);
        Table client = new Table();
        SubjectEvents events = new SubjectEvents(subject, CountingSettings.DEFAULT);
        EventScan scan = new EventScan(events, client, "table", budget);
        while (!scan.isComplete()) {
            scan.readPage();
        }
        scan.confirm(changes);
        ViewerMeasurement viewers = new ViewerMeasurement(changes, new CheckpointReader(client, "table", 100, budget));
        viewers.read(List.of(scan), Map.of(ItemUpdate.nameOf(subject), CUT));
        return viewers.expected(scan, CUT, listedShards).orElseThrow();
    }

    private static Map<String, AttributeValue> viewer(String userId, String shardId, String sequenceNumber) {
        Map<String, AttributeValue> item = new HashMap<>(ViewerItems.toItem(new Viewer(userId, "v"), 1, false));
        item.put(Keys.SHARD_ID, AttributeValue.fromS(shardId));
        item.put(
                Keys.SEQUENCE_NUMBER,
                AttributeValue.fromS(SequenceNumber.parse(sequenceNumber).padded()));
        return item;
    }

    /** A table of viewers of a video that is not spread. */
    private final class Table extends EmptyTable {

        @Override
        public QueryResponse query(QueryRequest request) {
            String key = Keys.GSI1.equals(request.indexName()) ? Keys.GSI1PK : Keys.PK;
            AttributeValue partition = request.expressionAttributeValues().get(":partition");
            List<Map<String, AttributeValue>> found = table.stream()
                    .filter(item -> item.get(key).equals(partition))
                    .toList();
            return QueryResponse.builder().items(found).count(found.size()).build();
        }

        @Override
        Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
            return table.stream()
                    .filter(item -> item.entrySet().containsAll(key.entrySet()))
                    .findFirst()
                    .orElse(Map.of());
        }
    }
}
