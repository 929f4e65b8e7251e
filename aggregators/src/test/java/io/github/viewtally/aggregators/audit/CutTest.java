package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.commit.DeferredDeltas;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CutTest {

    private static final Cut CUT = new Cut(
            Map.of(),
            Map.of(
                    new CheckpointKey("shard", EventCounter.VIEWS),
                    new Checkpoint(
                            SequenceNumber.parse("10"),
                            Optional.of(new PartialCheckpoint(SequenceNumber.parse("20"), "USER#m/SUMMARY"))),
                    new CheckpointKey("shard", EventCounter.VOTES),
                    new Checkpoint(SequenceNumber.parse("15"), Optional.empty())),
            Set.of("drained"));

    @Test
    void includesRecordsUpToTheCheckpointOfTheirAggregator() {
        assertThat(CUT.includes("USER#z/SUMMARY", EventCounter.VIEWS, change("shard", "10")))
                .isTrue();
        assertThat(CUT.includes("USER#z/SUMMARY", EventCounter.VIEWS, change("shard", "11")))
                .isFalse();
        assertThat(CUT.includes("USER#z/SUMMARY", EventCounter.VOTES, change("shard", "15")))
                .isTrue();
    }

    @Test
    void includesRecordsUpToThePartialCheckpointForTheItemsThatItCovers() {
        assertThat(CUT.includes("USER#m/SUMMARY", EventCounter.VIEWS, change("shard", "20")))
                .isTrue();
        assertThat(CUT.includes("USER#m/SUMMARY", EventCounter.VIEWS, change("shard", "21")))
                .isFalse();
        assertThat(CUT.includes("USER#n/SUMMARY", EventCounter.VIEWS, change("shard", "20")))
                .isFalse();
    }

    @Test
    void includesNothingOfAShardWithoutCheckpointAndEverythingOfADrainedOne() {
        assertThat(CUT.includes("USER#a/SUMMARY", EventCounter.VIEWS, change("new", "1")))
                .isFalse();
        assertThat(CUT.includes("USER#a/SUMMARY", EventCounter.VIEWS, change("drained", "99")))
                .isTrue();
    }

    @Test
    void addsUpWhatIsDeferredForAnItemInAllCheckpoints() {
        SummaryDelta user = new SummaryDelta(SummaryKey.user("a"), new Counts(2, 20, 0, 0), new Counts(1, 5, 0, 0));
        SummaryDelta vote = new SummaryDelta(SummaryKey.user("a"), new Counts(0, 0, 1, 0));
        Cut cut = new Cut(
                Map.of(),
                Map.of(
                        new CheckpointKey("shard", EventCounter.VIEWS), deferring(user),
                        new CheckpointKey("shard", EventCounter.VOTES), deferring(vote),
                        new CheckpointKey("another", EventCounter.VOTES), deferring(vote),
                        new CheckpointKey("idle", EventCounter.VOTES),
                                new Checkpoint(SequenceNumber.parse("15"), Optional.empty())),
                Set.of());
        assertThat(cut.deferred("USER#a/SUMMARY")).isEqualTo(new Counts(1, 15, 2, 0));
        assertThat(cut.deferred("USER#b/SUMMARY")).isEqualTo(Counts.ZERO);
        assertThat(cut.isNothingDeferred("idle")).isTrue();
        assertThat(cut.isNothingDeferred("unknown")).isTrue();
        assertThat(cut.isNothingDeferred("another")).isFalse();
    }

    private static Checkpoint deferring(SummaryDelta delta) {
        return new Checkpoint(
                SequenceNumber.parse("15"), Optional.empty(), new DeferredDeltas(Map.of(delta.name(), delta)));
    }

    @Test
    void callsARecordCommittedIfEachAggregatorThatCountsItHasCommittedIt() {
        EventValue view = value(EventItems.toItem(new View("a", "b", 1, "2022-01-02T00:30:00.000000+00:00")));
        EventValue vote = value(EventItems.toItem(new Vote("a", "b", VoteType.LIKE)));

        assertThat(CUT.isCommitted(change("10", view, view))).isTrue();
        assertThat(CUT.isCommitted(change("11", view, view))).isFalse();
        assertThat(CUT.isCommitted(change("15", vote, vote))).isTrue();
        assertThat(CUT.isCommitted(change("15", view, vote))).isFalse();
    }

    private static EventValue value(Map<String, AttributeValue> item) {
        return EventValue.of(item).orElseThrow();
    }

    private static EventChange change(String shardId, String sequenceNumber) {
        return change(shardId, sequenceNumber, Optional.empty(), Optional.empty());
    }

    private static EventChange change(String sequenceNumber, EventValue before, EventValue after) {
        return change("shard", sequenceNumber, Optional.of(before), Optional.of(after));
    }

    private static EventChange change(
            String shardId, String sequenceNumber, Optional<EventValue> before, Optional<EventValue> after) {
        return new EventChange("USER#a/VIDEO#b#VOTE", shardId, SequenceNumber.parse(sequenceNumber), before, after, 0);
    }
}
