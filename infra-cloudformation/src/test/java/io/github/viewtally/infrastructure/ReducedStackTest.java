package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReducedStackTest {

    private static final int MOST_BYTES_INLINE = 51_200;

    @Test
    void leavesOutWhatWatchesAndNothingThatCounts() {
        String json = ReducedStack.of(Stack.DATA.template());
        assertThat(json.length()).isLessThan(MOST_BYTES_INLINE);
        assertThat(json).doesNotContain("Alarm", "Dashboard", "HasAlarmEmail");
        Set<String> resources = new JsonObject(json).getJsonObject("Resources").fieldNames();
        assertThat(resources)
                .contains(
                        "Table",
                        "ViewMapping",
                        "VoteMapping",
                        "ViewAggregatorRole",
                        "VoteAggregatorLive",
                        "FailureBucket");
        Stack reduced = new Stack("reduced", new JsonObject(json).getMap());
        assertThat(reduced.template()).doesNotContainKeys("Conditions", "Outputs");
    }
}
