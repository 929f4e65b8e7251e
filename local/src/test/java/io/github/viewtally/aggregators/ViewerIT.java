package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.expire;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.modify;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SpreadItems;
import io.github.viewtally.model.table.ViewerItems;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The aggregator of views counts the viewers of videos and the videos of users. */
class ViewerIT extends AggregatorTestCase {

    private static final Viewer VIEWER = new Viewer("0", "5");
    private static final String EARLY = "2022-01-02T00:30:25.000000+00:00";
    private static final String LATE = "2022-01-02T00:31:25.000000+00:00";

    @Test
    void countsAUserOnceHoweverManyViewsThereAre() {
        deliver(insert(1, view("0", "5", 42, EARLY)), insert(2, view("0", "5", 42, LATE)));
        deliver(insert(3, view("0", "6", 42, EARLY)), insert(4, view("1", "5", 42, EARLY)));
        deliver(insert(5, view("1", "5", 42, LATE)));

        assertThat(table.viewers(VIDEO_5)).isEqualTo(2);
        assertThat(table.viewers(USER_0)).isEqualTo(2);
        assertThat(table.viewers(SummaryKey.video("6"))).isEqualTo(1);
        assertThat(table.viewers(SummaryKey.user("1"))).isEqualTo(1);
        assertThat(table.get(ViewerItems.key(VIEWER)))
                .containsEntry("GSI1PK", s("VIDEO#5"))
                .containsEntry("GSI1SK", s("VIEWER#USER#0"));
    }

    @Test
    void keepsAViewerUntilTheLastViewIsRemoved() {
        deliver(insert(1, view("0", "5", 42, EARLY)), insert(2, view("0", "5", 42, LATE)));
        store(LATE);
        deliver(remove(3, view("0", "5", 42, EARLY)));
        assertThat(table.viewers(VIDEO_5)).isEqualTo(1);
        assertThat(table.viewers(USER_0)).isEqualTo(1);

        table.client().deleteItem(request -> request.tableName(TestTable.NAME).key(EventItems.viewKey("0", "5", LATE)));
        deliver(remove(4, view("0", "5", 42, LATE)));
        assertThat(table.viewers(VIDEO_5)).isZero();
        assertThat(table.viewers(USER_0)).isZero();
        assertThat(table.get(ViewerItems.key(VIEWER))).isEmpty();
    }

    @Test
    void countsAViewerAgainWhoReturnsInTheSameBatch() {
        deliver(insert(1, view("0", "5", 42, EARLY)));
        store(LATE);
        deliver(remove(2, view("0", "5", 42, EARLY)), insert(3, view("0", "5", 42, LATE)));
        assertThat(table.viewers(VIDEO_5)).isEqualTo(1);
        assertThat(table.get(ViewerItems.key(VIEWER))).isNotEmpty();
    }

    @Test
    void doesNotCountAViewerWhoseViewIsRemovedAlready() {
        deliver(insert(1, view("0", "5", 42, EARLY)), remove(2, view("0", "5", 42, EARLY)));
        assertThat(table.viewers(VIDEO_5)).isZero();
        assertThat(table.get(ViewerItems.key(VIEWER))).isEmpty();
    }

    @Test
    void countsAViewFromTheMomentItCounts() {
        deliver(insert(1, uncounted(view("0", "5", 4))));
        assertThat(table.viewers(VIDEO_5)).isZero();
        deliver(modify(2, uncounted(view("0", "5", 4)), view("0", "5", 42)));
        assertThat(table.viewers(VIDEO_5)).isEqualTo(1);
        deliver(modify(3, view("0", "5", 42), uncounted(view("0", "5", 5))));
        assertThat(table.viewers(VIDEO_5)).isZero();
    }

    @Test
    void keepsAViewerForEverIfTimeToLiveHasRemovedAView() {
        deliver(insert(1, view("0", "5", 42, EARLY)), insert(2, view("0", "5", 42, LATE)));
        deliver(expire(3, view("0", "5", 42, EARLY)));
        deliver(remove(4, view("0", "5", 42, LATE)));
        assertThat(table.viewers(VIDEO_5)).isEqualTo(1);
        assertThat(table.viewers(USER_0)).isEqualTo(1);
        assertThat(table.get(ViewerItems.key(VIEWER))).containsEntry("expired", n(1));
    }

    @Test
    void readsAViewerAgainThatAnErasureHasDeletedMeanwhile() {
        deliver(insert(1, view("0", "5", 42, EARLY)));
        int[] calls = {0};
        views = viewAggregator(wrapped(transact -> {
            if (++calls[0] == 1) {
                table.client()
                        .deleteItem(request -> request.tableName(TestTable.NAME).key(ViewerItems.key(VIEWER)));
            }
            return transact.run();
        }));
        deliver(remove(2, view("0", "5", 42, EARLY)));
        assertThat(calls[0]).isEqualTo(2);
        assertThat(table.counts(VIDEO_5).views()).isZero();
        assertThat(table.viewers(VIDEO_5))
                .as("the erasure has not subtracted it")
                .isEqualTo(1);
    }

    /** The second function removes a viewer whom the first one knows. */
    @Test
    void doesNotRememberViewersAcrossTheBatchOfAnotherFunction() {
        deliver(insert(1, view("0", "5", 42, EARLY)));
        ViewAggregator first = views;
        views = viewAggregator(table.client());
        deliver(remove(2, view("0", "5", 42, EARLY)));
        views = first;
        deliver(insert(3, view("1", "6", 42, EARLY)));
        deliver(insert(4, view("0", "5", 42, LATE)));

        assertThat(table.viewers(VIDEO_5)).isEqualTo(1);
        assertThat(table.get(ViewerItems.key(VIEWER))).isNotEmpty();
    }

    @Test
    void spreadsTheViewersOfAHotVideo() {
        table.put(SpreadItems.toItem("5", 4));
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.get(ViewerItems.key(VIEWER)))
                .containsEntry("GSI1PK", s(SpreadItems.indexPartition("5", "0", 4)));
    }

    @Test
    void countsManyViewersInSeveralTransactions() {
        DynamodbStreamRecord[] records = new DynamodbStreamRecord[300];
        for (int i = 0; i < records.length; i++) {
            records[i] = insert(i + 1, view("u" + i % 20, "v" + i % 75, 42, "2022-01-02T00:30:25.000" + i));
        }
        deliver(records);
        assertThat(table.viewers(SummaryKey.user("u0"))).isEqualTo(15);
        assertThat(table.viewers(SummaryKey.video("v0"))).isEqualTo(4);
        assertThat(table.counts(SummaryKey.video("v0")).views()).isEqualTo(4);
        assertThat(rank(SummaryKey.video("v0"))).isEqualTo("009#v0");
    }

    @Test
    void countsNoViewersIfTheyAreTurnedOff() {
        CountingSettings counting = CountingSettings.DEFAULT.withUniqueViewers(false);
        views = new ViewAggregator(table.client(), TestTable.NAME, counting);
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5).views()).isEqualTo(1);
        assertThat(table.get(ViewerItems.key(VIEWER))).isEmpty();
    }

    private void store(String timestamp) {
        table.put(EventItems.toItem(new View("0", "5", 42, timestamp)));
    }

    private static Map<String, AttributeValue> uncounted(Map<String, AttributeValue> view) {
        Map<String, AttributeValue> image = new HashMap<>(view);
        image.put("counts", new AttributeValue().withN("0"));
        return image;
    }
}
