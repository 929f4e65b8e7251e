package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The events of a hot video are in several partitions, and may move between them during the scan. */
class EventScanTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");
    private static final String SUMMARY = "VIDEO#v/SUMMARY";
    private static final String FIRST = "VIDEO#v";
    private static final String ZERO = "VIDEO#v#0";
    private static final String ONE = "VIDEO#v#1";

    private final List<Map<String, AttributeValue>> table = new ArrayList<>();
    private final List<String> partitionsRead = new ArrayList<>();
    private final RecentChanges changes = new RecentChanges(1_000);
    private int partitions = 2;

    /** The number of partitions and the index. */
    private final class Index implements DynamoDbClient {

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            assertThat(request.key()).isEqualTo(SpreadItems.key("v"));
            assertThat(request.consistentRead()).isTrue();
            return GetItemResponse.builder()
                    .item(partitions == 1 ? null : SpreadItems.toItem("v", partitions))
                    .build();
        }

        @Override
        public QueryResponse query(QueryRequest request) {
            AttributeValue partition = request.expressionAttributeValues().get(":partition");
            partitionsRead.add(partition.s());
            List<Map<String, AttributeValue>> found = table.stream()
                    .filter(item -> item.get(Keys.GSI1PK).equals(partition))
                    .toList();
            return QueryResponse.builder().items(found).count(found.size()).build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private EventScan scan() {
        SubjectEvents events = new SubjectEvents(VIDEO, CountingSettings.DEFAULT);
        return new EventScan(events, new Index(), "table", new ReadBudget(Double.POSITIVE_INFINITY));
    }

    private static Map<String, AttributeValue> view(String userId, int duration, String partition) {
        Map<String, AttributeValue> item =
                new HashMap<>(EventItems.toItem(new View(userId, "v", duration, "2022-01-02T00:30:00.000000+00:00")));
        item.put(Keys.GSI1PK, AttributeValue.fromS(partition));
        return item;
    }

    /** Writes a view again, into another partition. The audit receives the record as number 5. */
    private void move(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        assertThat(table.remove(before)).isTrue();
        table.add(after);
        changes.add(new EventChange(
                EventChange.eventKey(after),
                "shard",
                SequenceNumber.parse("5"),
                EventValue.of(before),
                EventValue.of(after),
                System.nanoTime()));
    }

    private Counts sumAt(EventScan scan, int checkpoint) {
        Cut cut = new Cut(
                Map.of(),
                Map.of(
                        new CheckpointKey("shard", EventCounter.VIEWS),
                        new Checkpoint(SequenceNumber.parse(Integer.toString(checkpoint)), Optional.empty())),
                Set.of());
        return scan.sums(changes, Map.of(SUMMARY, cut)).get(SUMMARY);
    }

    private void readAll(EventScan scan) {
        while (!scan.isComplete()) {
            scan.readPage();
        }
        scan.confirm(changes);
    }

    @Test
    void readsOnlyTheFirstPartitionOfAVideoThatIsNotSpread() {
        partitions = 1;
        table.add(view("a", 1, FIRST));
        EventScan scan = scan();
        readAll(scan);

        assertThat(partitionsRead).containsExactly(FIRST);
        assertThat(sumAt(scan, 1)).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void sumsTheEventsOfAllPartitions() {
        table.addAll(List.of(view("a", 1, FIRST), view("b", 2, ZERO), view("c", 4, ONE)));
        EventScan scan = scan();
        readAll(scan);

        assertThat(partitionsRead).containsExactly(FIRST, ZERO, ONE);
        assertThat(scan.events()).isEqualTo(3);
        assertThat(sumAt(scan, 1)).isEqualTo(new Counts(3, 7, 0, 0));
    }

    @Test
    void countsAnEventOnceThatMovesFromAPartitionThatIsNotReadYet() {
        Map<String, AttributeValue> before = view("c", 4, ONE);
        table.addAll(List.of(view("a", 1, FIRST), view("b", 2, ZERO), before));
        EventScan scan = scan();
        scan.readPage();
        scan.confirm(changes);
        move(before, view("c", 40, FIRST));
        readAll(scan);

        assertThat(sumAt(scan, 4)).as("before the record is counted").isEqualTo(new Counts(3, 7, 0, 0));
        assertThat(sumAt(scan, 5)).as("after the record is counted").isEqualTo(new Counts(3, 43, 0, 0));
    }

    @Test
    void countsAnEventOnceThatMovesToAPartitionThatIsNotReadYet() {
        Map<String, AttributeValue> before = view("a", 1, FIRST);
        table.addAll(List.of(before, view("b", 2, ZERO)));
        EventScan scan = scan();
        scan.readPage();
        scan.confirm(changes);
        move(before, view("a", 10, ONE));
        readAll(scan);

        assertThat(sumAt(scan, 4)).as("before the record is counted").isEqualTo(new Counts(2, 3, 0, 0));
        assertThat(sumAt(scan, 5)).as("after the record is counted").isEqualTo(new Counts(2, 12, 0, 0));
    }

    @Test
    void doesNotCountTheEventsOfAVideoWhosePartitionHasTheSameKey() {
        table.add(EventItems.toItem(new View("a", "v#1", 1, "2022-01-02T00:30:00.000000+00:00")));
        EventScan scan = scan();
        readAll(scan);

        assertThat(scan.events()).isEqualTo(1);
        assertThat(scan.sums(changes, Map.of())).doesNotContainKey(SUMMARY);
    }
}
