package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.model.SummaryKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscardedBatchTest {

    private static final String PAYLOAD = "{\"Records\":[{\"eventID\":\"1\",\"eventName\":\"MODIFY\",\"dynamodb\":{"
            + "\"OldImage\":{\"userId\":{\"S\":\"u1\"},\"videoId\":{\"S\":\"v1\"}},"
            + "\"NewImage\":{\"userId\":{\"S\":\"u1\"},\"videoId\":{\"S\":\"v2\"}},\"SequenceNumber\":\"1\"}}]}";

    @Test
    void namesTheUsersAndVideosOfBothImages() {
        for (String json : List.of(
                "{\"version\":\"1.0\",\"requestContext\":{\"a\":[1]},\"payload\":" + PAYLOAD + "}",
                "{\"payload\":\"" + PAYLOAD.replace("\"", "\\\"") + "\"}")) {
            assertThat(DiscardedBatch.subjects(json))
                    .containsExactlyInAnyOrder(SummaryKey.user("u1"), SummaryKey.video("v1"), SummaryKey.video("v2"));
        }
    }

    @Test
    void rejectsOtherObjects() {
        for (String json : List.of("", "[]", "{", "{}", "{\"payload\":null}", "{\"payload\":{}}")) {
            assertThatThrownBy(() -> DiscardedBatch.subjects(json)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
