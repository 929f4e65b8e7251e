package io.github.viewtally.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.benchmarks.aggregation.HandlerInvoker;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftHistoryTest {

    @Test
    void isTheSameInEveryRun() {
        assertThat(new DriftHistory("a", 50, true).batch(0, 50).numberedFrom(1))
                .isEqualTo(new DriftHistory("a", 50, true).batch(0, 50).numberedFrom(1));
    }

    @Test
    void hasOnlyNewEventsWithoutChanges() {
        assertThat(records(new DriftHistory("a", 300, false)))
                .hasSize(300)
                .extracting(DynamodbStreamRecord::getEventName)
                .containsOnly("INSERT");
    }

    @Test
    void changesAndRemovesViewsAndVotes() {
        List<DynamodbStreamRecord> records = records(new DriftHistory("a", 300, true));
        for (String type : List.of("VIEW", "VOTE")) {
            assertThat(records.stream()
                            .filter(record -> record.getDynamodb().getOldImage() != null)
                            .filter(record -> record.getDynamodb()
                                    .getOldImage()
                                    .get("type")
                                    .getS()
                                    .equals(type))
                            .map(DynamodbStreamRecord::getEventName))
                    .as(type)
                    .contains("MODIFY", "REMOVE");
        }
    }

    @Test
    void hasFourCountersForEachUserAndVideo() {
        assertThat(new DriftHistory("a", 1, false).counters()).isEqualTo(4 * (60 + 15));
    }

    private static List<DynamodbStreamRecord> records(DriftHistory history) {
        return HandlerInvoker.read(history.batch(0, history.size()).numberedFrom(1))
                .getRecords();
    }
}
