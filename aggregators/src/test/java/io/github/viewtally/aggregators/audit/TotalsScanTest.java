package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Events change while they are scanned, on two shards whose buckets are not read at the same moment. */
class TotalsScanTest {

    private static final String HOUR = "HOUR#2022-01-02T00";
    private static final String PARENT = "shard";
    private static final String CHILD = "other";

    private final RecentChanges changes = new RecentChanges(1_000);
    private final Map<String, AttributeValue> a = view("a", 1);
    private final Map<String, AttributeValue> b = view("b", 10);
    private final Map<String, AttributeValue> c = view("c", 100);

    /** Two pages; the partition of b is cut behind its only event. */
    private final class Table extends EmptyTable {

        @Override
        public ScanResponse scan(ScanRequest request) {
            assertThat(request.consistentRead()).isTrue();
            boolean isFirst = !request.hasExclusiveStartKey();
            return ScanResponse.builder()
                    .items(isFirst ? List.of(a, b) : List.of(c))
                    .count(isFirst ? 2 : 1)
                    .lastEvaluatedKey(isFirst ? Map.of("PK", b.get("PK"), "SK", b.get("SK")) : null)
                    .build();
        }
    }

    @Test
    void sumsAllEventsInTotalAndByHour() {
        TotalsScan scan = read();
        assertThat(scan.isComplete()).isTrue();
        assertThat(scan.events()).isEqualTo(3);
        assertThat(scan.sortKeys(changes)).containsExactlyInAnyOrder(Keys.SUMMARY, HOUR);
        assertThat(sums(scan, 0, 0)).isEqualTo(Map.of(Keys.SUMMARY, views(3, 111), HOUR, views(3, 111)));
    }

    @Test
    void doesNotTakeAnEventFromItsPageThatChangesBeforeThePageIsConfirmed() {
        change(PARENT, 5, Optional.of(view("b", 3)), Optional.of(b));
        TotalsScan scan = read();
        assertThat(sums(scan, 4, 0).get(HOUR)).isEqualTo(views(3, 104));
        assertThat(sums(scan, 5, 0).get(HOUR)).isEqualTo(views(3, 111));
    }

    @Test
    void takesBackAnEventThatChangesAfterItsPageWasConfirmed() {
        TotalsScan scan = read();
        change(PARENT, 5, Optional.of(b), Optional.of(view("b", 20)));
        change(PARENT, 6, Optional.of(c), Optional.empty());
        change(PARENT, 7, Optional.empty(), Optional.of(view("d", 1_000)));
        assertThat(sums(scan, 4, 0).get(Keys.SUMMARY)).isEqualTo(views(3, 111));
        assertThat(sums(scan, 5, 0).get(Keys.SUMMARY)).isEqualTo(views(3, 121));
        assertThat(sums(scan, 6, 0).get(Keys.SUMMARY)).isEqualTo(views(2, 21));
        assertThat(sums(scan, 7, 0).get(Keys.SUMMARY)).isEqualTo(views(3, 1_021));
    }

    @Test
    void addsWhatEachBucketIncludesAfterAShardHasSplit() {
        TotalsScan scan = read();
        change(PARENT, 5, Optional.empty(), Optional.of(view("d", 1_000)));
        change(CHILD, 9, Optional.of(view("d", 1_000)), Optional.of(view("d", 3_000)));
        assertThat(SiteItems.bucketOf(PARENT)).isNotEqualTo(SiteItems.bucketOf(CHILD));
        assertThat(sums(scan, 5, 0).get(HOUR)).isEqualTo(views(4, 1_111));
        assertThat(sums(scan, 5, 9).get(HOUR)).isEqualTo(views(4, 3_111));
        // The bucket of the child was read later than that of its parent.
        assertThat(sums(scan, 0, 9).get(HOUR)).isEqualTo(views(3, 2_111));
    }

    private TotalsScan read() {
        TotalsScan scan = new TotalsScan(new Table(), "table", new ReadBudget(Double.POSITIVE_INFINITY));
        while (!scan.isComplete()) {
            scan.readPage();
            scan.confirm(changes);
        }
        return scan;
    }

    /** The sums if the item of each shard's bucket includes its records up to these numbers. No other item includes any. */
    private Map<String, Counts> sums(TotalsScan scan, int ofParent, int ofChild) {
        Map<String, Cut> cuts = new HashMap<>();
        for (String sort : List.of(Keys.SUMMARY, HOUR)) {
            SiteItems.buckets().forEach(bucket -> cuts.put(Keys.partition(bucket) + "/" + sort, cut(CHILD, 0)));
            cuts.put(Keys.partition(SiteItems.bucketOf(PARENT)) + "/" + sort, cut(PARENT, ofParent));
            cuts.put(Keys.partition(SiteItems.bucketOf(CHILD)) + "/" + sort, cut(CHILD, ofChild));
        }
        return scan.sums(Set.of(Keys.SUMMARY, HOUR), changes, cuts);
    }

    private static Cut cut(String shardId, int number) {
        Map<CheckpointKey, Checkpoint> checkpoints = new HashMap<>();
        for (EventCounter counter : EventCounter.values()) {
            checkpoints.put(new CheckpointKey(shardId, counter), checkpoint(number));
        }
        return new Cut(Map.of(), checkpoints, Set.of());
    }

    private static Checkpoint checkpoint(int number) {
        return new Checkpoint(SequenceNumber.parse(Integer.toString(number)), Optional.empty());
    }

    private void change(
            String shardId,
            int number,
            Optional<Map<String, AttributeValue>> before,
            Optional<Map<String, AttributeValue>> after) {
        changes.add(new EventChange(
                EventChange.eventKey(after.or(() -> before).orElseThrow()),
                shardId,
                SequenceNumber.parse(Integer.toString(number)),
                before.flatMap(EventValue::of),
                after.flatMap(EventValue::of),
                System.nanoTime()));
    }

    private static Counts views(long views, long duration) {
        return new Counts(views, duration, 0, 0);
    }

    private static Map<String, AttributeValue> view(String user, long duration) {
        return EventItems.toItem(new View(user, "v", duration, "2022-01-02T00:30:00.000000+00:00"));
    }
}
