package io.github.viewtally.benchmarks.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.testsupport.lambda.StreamEvents;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

class RecordCountsTest {

    private static final DynamodbStreamRecord NEW_VIEW = StreamEvents.insert(1, StreamEvents.view("u", "v", 42));
    private static final DynamodbStreamRecord LONGER_VIEW =
            StreamEvents.modify(2, StreamEvents.view("u", "v", 42), StreamEvents.view("u", "v", 50));
    private static final DynamodbStreamRecord FLIPPED_VOTE = StreamEvents.modify(
            3, StreamEvents.vote("u", "v", VoteType.LIKE), StreamEvents.vote("u", "v", VoteType.DISLIKE));
    private static final DynamodbStreamRecord DELETED_VOTE =
            StreamEvents.remove(4, StreamEvents.vote("u", "v", VoteType.DISLIKE));

    @Test
    void theDemoCountsNewEventsOnly() {
        assertThat(RecordCounts.ofNewEvent(NEW_VIEW)).contains(counts(1, 42, 0, 0));
        assertThat(RecordCounts.ofNewEvent(LONGER_VIEW)).isEmpty();
        assertThat(RecordCounts.ofNewEvent(FLIPPED_VOTE)).isEmpty();
        assertThat(RecordCounts.ofNewEvent(DELETED_VOTE)).isEmpty();
    }

    @Test
    void aChangeIsTheNewImageLessTheOldOne() {
        assertThat(RecordCounts.ofChange(NEW_VIEW)).contains(counts(1, 42, 0, 0));
        assertThat(RecordCounts.ofChange(LONGER_VIEW)).contains(counts(0, 8, 0, 0));
        assertThat(RecordCounts.ofChange(FLIPPED_VOTE)).contains(counts(0, 0, -1, 1));
        assertThat(RecordCounts.ofChange(DELETED_VOTE)).contains(counts(0, 0, 0, -1));
    }

    @Test
    void anUnchangedEventCountsNothing() {
        assertThat(RecordCounts.ofChange(
                        StreamEvents.modify(5, StreamEvents.view("u", "v", 42), StreamEvents.view("u", "v", 42))))
                .isEmpty();
    }

    @Test
    void addsVotesToTheirCounters() {
        Update user = counts(0, 0, -1, 1).adds("table").get(0).update();
        assertThat(user.expressionAttributeNames())
                .containsEntry("#first", "likes")
                .containsEntry("#second", "dislikes");
        assertThat(user.expressionAttributeValues())
                .containsEntry(":first", AttributeValue.fromN("-1"))
                .containsEntry(":second", AttributeValue.fromN("1"));
    }

    private static RecordCounts counts(long views, long duration, long likes, long dislikes) {
        return new RecordCounts("u", "v", new Counts(views, duration, likes, dislikes));
    }
}
