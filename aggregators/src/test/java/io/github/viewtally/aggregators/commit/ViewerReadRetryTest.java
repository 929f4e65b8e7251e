package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The viewers of a batch take several calls, and some fail. */
class ViewerReadRetryTest {

    private static final String TABLE = "table";

    private final List<List<String>> calls = new ArrayList<>();
    private final List<UnaryOperator<BatchGetItemResponse>> answers = new ArrayList<>();
    private int remainingMillis = 60_000;

    @Test
    void repeatsOnlyTheCallThatFailed() {
        answers.add(UnaryOperator.identity());
        answers.add(ViewerReadRetryTest::lost);
        answers.add(ViewerReadRetryTest::lost);

        assertThat(read(views(1, 250), Optional.empty())).hasSize(250);

        // A last call reads the spread of the video.
        assertThat(calls).extracting(List::size).containsExactlyInAnyOrder(100, 100, 100, 100, 50, 1);
        assertThat(calls.get(2)).isEqualTo(calls.get(1));
        assertThat(calls.get(3)).isEqualTo(calls.get(1));
        assertThat(calls.get(0)).doesNotContainAnyElementsOf(calls.get(1));
    }

    @Test
    void readsOnlyWhatACallHasLeft() {
        answers.add(response -> response.toBuilder()
                .unprocessedKeys(Map.of(
                        TABLE,
                        KeysAndAttributes.builder()
                                .keys(List.of(
                                        ViewerItems.key(new Viewer("u7", "v")), ViewerItems.key(new Viewer("u8", "v"))))
                                .build()))
                .build());

        assertThat(read(views(1, 10), Optional.empty())).hasSize(10);

        assertThat(calls.get(0)).hasSize(10);
        assertThat(calls.get(1)).containsExactlyInAnyOrder("USER#u7/VIDEO#v#VIEWER", "USER#u8/VIDEO#v#VIEWER");
    }

    @Test
    void failsIfThereIsNoTimeForAnotherCall() {
        answers.add(ViewerReadRetryTest::lost);
        remainingMillis = 900;

        assertThatThrownBy(() -> read(views(1, 10), Optional.empty())).isInstanceOf(SdkClientException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void doesNotRepeatACallThatIsRefused() {
        answers.add(response -> {
            throw DynamoDbException.builder().statusCode(400).build();
        });

        assertThatThrownBy(() -> read(views(1, 10), Optional.empty())).isInstanceOf(DynamoDbException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void readsABatchAgainOnlyIfThereIsTime() {
        BatchViewers viewers = new BatchViewers(Optional.of(reader()), "shard", backoff());
        remainingMillis = 0;
        viewers.read(views(1, 10), Optional.empty());
        assertThatThrownBy(() -> viewers.read(views(1, 10), Optional.empty())).isInstanceOf(SdkClientException.class);
        viewers.read(List.of(), Optional.empty());

        remainingMillis = 60_000;
        assertThat(viewers.read(views(1, 10), Optional.empty()).stored()).hasSize(10);
    }

    /** Views 1 to 9 are in a batch that is committed up to the fifth user. View 11 is behind that batch. */
    @Test
    void readsOnlyWhatThePartialCheckpointDoesNotInclude() {
        List<Change> changes = new ArrayList<>(views(1, 9));
        changes.add(Changes.insert(11, "u1", "v"));
        PartialCheckpoint partial =
                new PartialCheckpoint(SequenceNumber.parse("10"), ItemUpdate.nameOf(new Viewer("u5", "v")));

        assertThat(read(changes, Optional.of(partial)))
                .extracting(Viewer::userId)
                .containsExactlyInAnyOrder("u1", "u6", "u7", "u8", "u9");
        assertThat(calls.get(0)).hasSize(5);
    }

    private Iterable<Viewer> read(List<Change> changes, Optional<PartialCheckpoint> partial) {
        return reader().read("shard", changes, partial, false, backoff())
                .stored()
                .keySet();
    }

    private ViewerReader reader() {
        return new ViewerReader(new Table(), TABLE, Runnable::run, new ViewerCache());
    }

    private Backoff backoff() {
        return new Backoff(() -> remainingMillis, Duration.ofSeconds(1), Duration.ZERO);
    }

    private static List<Change> views(int first, int last) {
        List<Change> changes = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            changes.add(Changes.insert(i, "u" + i, "v"));
        }
        return changes;
    }

    private static BatchGetItemResponse lost(BatchGetItemResponse response) {
        throw SdkClientException.create("the response is lost: " + response);
    }

    /** A table without items. */
    private final class Table implements DynamoDbClient {

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            calls.add(request.requestItems().get(TABLE).keys().stream()
                    .map(Table::name)
                    .toList());
            BatchGetItemResponse response =
                    BatchGetItemResponse.builder().responses(Map.of()).build();
            return answers.isEmpty() ? response : answers.remove(0).apply(response);
        }

        private static String name(Map<String, AttributeValue> key) {
            return key.get(Keys.PK).s() + "/" + key.get(Keys.SK).s();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
