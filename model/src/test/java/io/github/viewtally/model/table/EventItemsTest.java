package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EventItemsTest {

    private static final View VIEW = new View("7", "3", 42, "2022-01-02T00:30:25.000000+00:00");
    private static final Vote VOTE = new Vote("7", "3", VoteType.DISLIKE);

    @Test
    void writesAViewInTheFormatOfTheDemo() {
        assertThat(plain(EventItems.toItem(VIEW)))
                .isEqualTo(Map.of(
                        "PK", "USER#7",
                        "SK", "VIDEO#3#VIEW#2022-01-02T00:30:25.000000+00:00",
                        "GSI1PK", "VIDEO#3",
                        "GSI1SK", "VIEW#2022-01-02T00:30:25.000000+00:00#USER#7",
                        "type", "VIEW",
                        "userId", "7",
                        "videoId", "3",
                        "duration", "n42"));
    }

    @Test
    void marksAViewThatDoesNotCount() {
        View uncounted = new View("7", "3", 4, VIEW.timestamp(), false);
        Map<String, AttributeValue> item = EventItems.toItem(uncounted);
        assertThat(item).hasSize(9).containsEntry("counts", AttributeValue.fromN("0"));
        assertThat(EventItems.toView(Attributes.of(item))).contains(uncounted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "-0", "0e9"})
    void readsEverySpellingOfZeroAsAViewThatDoesNotCount(String zero) {
        assertThat(EventItems.counts(Attributes.of(withCounts(AttributeValue.fromN(zero)))))
                .isFalse();
    }

    @Test
    void readsEveryOtherValueAsAViewThatCounts() {
        assertThat(EventItems.counts(Attributes.of(EventItems.toItem(VIEW)))).isTrue();
        assertThat(EventItems.counts(Attributes.of(withCounts(AttributeValue.fromN("1")))))
                .isTrue();
        assertThat(EventItems.counts(Attributes.of(withCounts(AttributeValue.fromS("0")))))
                .isTrue();
        assertThat(EventItems.counts(Attributes.of(withCounts(AttributeValue.fromBool(false)))))
                .isTrue();
    }

    private static Map<String, AttributeValue> withCounts(AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.toItem(VIEW));
        item.put("counts", value);
        return item;
    }

    @Test
    void writesAVoteInTheFormatOfTheDemo() {
        assertThat(plain(EventItems.toItem(VOTE)))
                .isEqualTo(Map.of(
                        "PK", "USER#7",
                        "SK", "VIDEO#3#VOTE",
                        "GSI1PK", "VIDEO#3",
                        "GSI1SK", "DISLIKE#USER#7",
                        "type", "VOTE",
                        "userId", "7",
                        "videoId", "3",
                        "voteType", "DISLIKE"));
    }

    @Test
    void readsTheItemsItWrites() {
        assertThat(EventItems.toView(Attributes.of(EventItems.toItem(VIEW)))).contains(VIEW);
        assertThat(EventItems.toVote(Attributes.of(EventItems.toItem(VOTE)))).contains(VOTE);
        Vote timed = new Vote("7", "3", VoteType.LIKE, Optional.of(VIEW.timestamp()));
        assertThat(EventItems.toItem(timed)).containsEntry("timestamp", AttributeValue.fromS(VIEW.timestamp()));
        assertThat(EventItems.toVote(Attributes.of(EventItems.toItem(timed)))).contains(timed);
        assertThat(EventItems.toView(Attributes.of(EventItems.toItem(VOTE)))).isEmpty();
        assertThat(EventItems.toVote(Attributes.of(EventItems.toItem(VIEW)))).isEmpty();
    }

    @Test
    void readsAViewFromAnImageOfAStreamRecord() {
        Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue> image =
                new HashMap<>();
        EventItems.toItem(VIEW)
                .forEach((name, value) -> image.put(
                        name,
                        new com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue()
                                .withS(value.s())
                                .withN(value.n())));
        assertThat(EventItems.toView(Attributes.ofImage(image))).contains(VIEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"35.5", "-1", "1e13", "0.1"})
    void rejectsAViewWithAnInvalidDuration(String duration) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.toItem(VIEW));
        item.put("duration", AttributeValue.fromN(duration));
        assertThat(EventItems.toView(Attributes.of(item))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"userId", "videoId", "duration", "type"})
    void rejectsAViewWithAMissingAttribute(String name) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.toItem(VIEW));
        item.remove(name);
        assertThat(EventItems.toView(Attributes.of(item))).isEmpty();
    }

    @Test
    void readsTheTimestampsOfOtherPrograms() {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.toItem(VIEW));
        item.put("SK", AttributeValue.fromS("VIDEO#3#VIEW#2022-01-02T00:30:25.123+00:00"));
        assertThat(EventItems.toView(Attributes.of(item)).map(View::timestamp))
                .contains("2022-01-02T00:30:25.123+00:00");
    }

    @Test
    void readsASummaryWithMissingCounters() {
        Map<String, AttributeValue> item = new HashMap<>(SummaryItems.key(SummaryKey.video("3")));
        item.put("type", AttributeValue.fromS("VIDEO_SUMMARY"));
        item.put("videoId", AttributeValue.fromS("3"));
        item.put("likes", AttributeValue.fromN("5"));
        Summary summary = SummaryItems.toSummary(SummaryKey.Kind.VIDEO, Attributes.of(item))
                .orElseThrow();
        assertThat(summary.totals().toCounts().likes()).isEqualTo(5);
        assertThat(summary.totals().toCounts().views()).isZero();
        assertThat(SummaryItems.toSummary(SummaryKey.Kind.USER, Attributes.of(item)))
                .isEmpty();
    }

    private static Map<String, String> plain(Map<String, AttributeValue> item) {
        Map<String, String> plain = new HashMap<>();
        item.forEach((name, value) -> plain.put(name, value.s() == null ? "n" + value.n() : value.s()));
        return plain;
    }
}
