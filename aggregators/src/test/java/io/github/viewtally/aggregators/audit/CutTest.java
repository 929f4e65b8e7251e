package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
    void callsARecordCommittedIfBothAggregatorsHaveCommittedItForAllItems() {
        assertThat(CUT.isCommitted(change("shard", "10"))).isTrue();
        assertThat(CUT.isCommitted(change("shard", "11"))).isFalse();
    }

    private static EventChange change(String shardId, String sequenceNumber) {
        return new EventChange(
                "USER#a/VIDEO#b#VOTE",
                shardId,
                SequenceNumber.parse(sequenceNumber),
                Optional.empty(),
                Optional.empty(),
                0);
    }
}
