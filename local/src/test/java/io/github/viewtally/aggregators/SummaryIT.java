package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.expire;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.modify;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.lambda.StreamEvents.vote;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.SummaryItems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The summaries and hours that the aggregators write. */
class SummaryIT extends AggregatorTestCase {

    @Test
    void countsAViewForItsUserAndItsVideo() {
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.counts(USER_0)).isEqualTo(new Counts(1, 42, 0, 0));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void writesSummariesWithTheAttributesOfTheDemo() {
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.get(SummaryItems.key(VIDEO_5)))
                .containsEntry("type", s("VIDEO_SUMMARY"))
                .containsEntry("videoId", s("5"))
                .containsEntry("GSI1PK", s("VIDEO#5"))
                .containsEntry("GSI1SK", s("SUMMARY"))
                .containsEntry("views", n(1))
                .containsEntry("duration", n(42))
                .containsEntry("likes", n(0))
                .containsEntry("dislikes", n(0))
                .containsEntry("GSI2SK", s("001#5"));
        assertThat(table.get(SummaryItems.key(USER_0)))
                .containsEntry("type", s("USER_SUMMARY"))
                .containsEntry("userId", s("0"))
                .doesNotContainKeys("GSI1PK", "GSI1SK");
    }

    @Test
    void subtractsARemovedEvent() {
        deliver(insert(1, view("0", "5", 42)), insert(2, view("0", "5", 8, "2022-01-02T00:31:00.000000+00:00")));
        deliver(remove(3, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 8, 0, 0));
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        deliverVotes(remove(2, vote("0", "5", VoteType.LIKE)));
        assertThat(table.counts(USER_0)).isEqualTo(new Counts(1, 8, 0, 0));
    }

    @Test
    void addsTheDifferenceWhenAnEventChanges() {
        deliver(insert(1, view("0", "5", 42)));
        deliver(modify(2, view("0", "5", 42), view("0", "5", 60)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 60, 0, 0));
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        deliverVotes(modify(2, vote("0", "5", VoteType.LIKE), vote("0", "5", VoteType.DISLIKE)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 60, 0, 1));
    }

    @Test
    void addsOnlyTheDurationOfAViewThatDoesNotCount() {
        deliver(insert(1, uncounted(view("0", "5", 4))));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(0, 4, 0, 0));
        assertThat(rank(USER_0)).isEqualTo("000#0");

        deliver(modify(2, uncounted(view("0", "5", 4)), view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("duration", n(42));
        assertThat(rank(USER_0)).isEqualTo("001#0");

        deliver(modify(3, view("0", "5", 42), uncounted(view("0", "5", 5))));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(0, 5, 0, 0));
        assertThat(rank(USER_0)).isEqualTo("000#0");

        deliver(remove(4, uncounted(view("0", "5", 5))));
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    private static Map<String, AttributeValue> uncounted(Map<String, AttributeValue> view) {
        Map<String, AttributeValue> image = new HashMap<>(view);
        image.put("counts", new AttributeValue().withN("0"));
        return image;
    }

    @Test
    void keepsTheCountOfAnExpiredEvent() {
        deliver(insert(1, view("0", "5", 42)));
        deliver(expire(2, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void writesNoSummaryIfTheChangesAddUpToZero() {
        deliver(insert(1, view("0", "5", 42)), remove(2, view("0", "5", 42)));
        assertThat(table.get(SummaryItems.key(VIDEO_5))).isEmpty();
        assertThat(table.get(EventItems.key(Keys.checkpoint("views", "shardId-00000001"), Keys.CHECKPOINT)))
                .containsEntry("sequenceNumber", s("0".repeat(19) + "200000000000000000000"));
    }

    @Test
    void subtractsAViewThatChangesItsType() {
        Map<String, AttributeValue> other = new HashMap<>(view("0", "5", 42));
        other.put("type", new AttributeValue().withS("NOTE"));
        deliver(insert(1, view("0", "5", 42)));
        deliver(modify(2, view("0", "5", 42), other));
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    @Test
    void countsTheViewsOfEachHourOfAVideo() {
        Map<String, AttributeValue> early = view("0", "5", 42, "2022-01-02T00:59:59.999999+00:00");
        Map<String, AttributeValue> late = view("0", "5", 10, "2022-01-02T01:00:00.000+00:00");
        deliver(insert(1, early), insert(2, late), insert(3, view("1", "5", 7, "2022-01-02T01:30:00+00:00")));
        deliver(insert(1, early), insert(2, late));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("duration", n(42));
        assertThat(hour("2022-01-02T01")).containsEntry("views", n(2)).containsEntry("duration", n(17));

        deliver(remove(4, early), modify(5, late, view("0", "5", 15, "2022-01-02T01:00:00.000+00:00")));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(0)).containsEntry("duration", n(0));
        assertThat(hour("2022-01-02T01"))
                .containsEntry("type", s("VIDEO_HOUR"))
                .containsEntry("videoId", s("5"))
                .containsEntry("views", n(2))
                .containsEntry("duration", n(22));
    }

    @Test
    void countsAVoteInTheHourOfItsTimestamp() {
        Map<String, AttributeValue> like = timed(vote("0", "5", VoteType.LIKE), "2022-01-02T00:10:00.000000+00:00");
        Map<String, AttributeValue> dislike = timed(vote("0", "5", VoteType.DISLIKE), "2022-01-02T01:10:00Z");
        deliver(insert(1, view("0", "5", 42)));
        deliverVotes(insert(1, like), insert(2, vote("1", "5", VoteType.LIKE)));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("likes", n(1));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 2, 0));

        deliverVotes(modify(3, like, dislike));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("likes", n(0));
        assertThat(hour("2022-01-02T01"))
                .containsEntry("type", s("VIDEO_HOUR"))
                .containsEntry("views", n(0))
                .containsEntry("dislikes", n(1));

        deliverVotes(expire(4, dislike));
        assertThat(hour("2022-01-02T01")).containsEntry("dislikes", n(1)).containsEntry("expiredDislikes", n(1));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 1, 1));
    }

    @Test
    void countsEverythingInTheBucketOfTheShard() {
        SummaryKey bucket = SiteItems.bucketOf("shardId-00000001");
        deliver(insert(1, view("0", "5", 42)), insert(2, view("1", "6", 8)));
        deliverVotes(insert(1, timed(vote("0", "5", VoteType.LIKE), "2022-01-02T01:10:00.000000+00:00")));
        assertThat(table.counts(bucket)).isEqualTo(new Counts(2, 50, 1, 0));
        assertThat(table.get(SummaryItems.key(bucket)))
                .containsEntry("type", s("SITE_SUMMARY"))
                .containsEntry("siteBucket", s(bucket.id()))
                .doesNotContainKeys("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK");
        assertThat(table.get(HourItems.key(new HourKey(bucket, "2022-01-02T00"))))
                .containsEntry("type", s("SITE_HOUR"))
                .containsEntry("siteBucket", s(bucket.id()))
                .containsEntry("views", n(2))
                .containsEntry("duration", n(50));
        assertThat(table.get(HourItems.key(new HourKey(bucket, "2022-01-02T01"))))
                .containsEntry("likes", n(1));

        deliver(expire(3, view("0", "5", 42)), remove(4, view("1", "6", 8)));
        assertThat(table.counts(bucket)).isEqualTo(new Counts(1, 42, 1, 0));
        assertThat(table.get(SummaryItems.key(bucket))).containsEntry("expiredViews", n(1));
    }

    private static Map<String, AttributeValue> timed(Map<String, AttributeValue> vote, String timestamp) {
        Map<String, AttributeValue> image = new HashMap<>(vote);
        image.put("timestamp", new AttributeValue().withS(timestamp));
        return image;
    }

    @Test
    void countsAViewInItsHourForEveryTimestampFormat() {
        List<String> spellings = Timestamps.spellings(Instant.parse("2022-01-02T00:30:25Z"));
        List<DynamodbStreamRecord> inserted = new ArrayList<>();
        List<DynamodbStreamRecord> removed = new ArrayList<>();
        for (int i = 0; i < spellings.size(); i++) {
            String spelling = spellings.get(i).replaceAll("0(?=[Z+])", "9");
            inserted.add(insert(1 + i, view("0", "5", 10, spelling)));
            removed.add(remove(101 + i, view("0", "5", 10, spelling)));
        }
        deliver(inserted.toArray(DynamodbStreamRecord[]::new));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(20)).containsEntry("duration", n(200));
        deliver(removed.toArray(DynamodbStreamRecord[]::new));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(0)).containsEntry("duration", n(0));
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    @Test
    void countsAViewWithAnInvalidTimestampInNoHour() {
        deliver(insert(1, view("0", "5", 42, "yesterday")));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
        assertThat(hour("yesterday")).isEmpty();
    }
}
