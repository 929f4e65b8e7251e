package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SiteItems;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentChangesTest {

    private final RecentChanges changes = new RecentChanges(2);

    @Test
    void refusesMoreRecordsThanFitInMemory() {
        changes.add(change("v1", 1));
        changes.add(change("v2", 2));

        assertThatThrownBy(() -> changes.add(change("v3", 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 2 records of the stream wait");
    }

    @Test
    void hasRoomAgainForEachRecordThatIsForgotten() {
        changes.add(change("v1", 1));
        changes.add(change("v2", 2));

        changes.removeIf(change -> change.sequenceNumber().equals(SequenceNumber.parse("1")));
        changes.add(change("v3", 3));

        assertThat(changes.of(SummaryKey.user("u"))).hasSize(2);
    }

    @Test
    void areThoseThatABucketOfTheSiteCounts() {
        changes.add(change("v1", 1));

        assertThat(changes.of(SiteItems.bucketOf("shard"))).hasSize(1);
        assertThat(changes.of(SiteItems.bucketOf("other"))).isEmpty();
        changes.removeIf(change -> true);
        assertThat(changes.of(SiteItems.bucketOf("shard"))).isEmpty();
    }

    private static EventChange change(String videoId, int sequenceNumber) {
        var item = EventItems.toItem(new View("u", videoId, 1, "2022-01-02T00:30:00.000000+00:00"));
        return new EventChange(
                EventChange.eventKey(item),
                "shard",
                SequenceNumber.parse(Integer.toString(sequenceNumber)),
                Optional.empty(),
                EventValue.of(item),
                0);
    }
}
