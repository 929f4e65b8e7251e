package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A batch is half committed by other code than the code that continues it, as in a deployment or a rollback. */
class VersionSwitchIT extends AggregatorTestCase {

    private static final Map<String, AttributeValue> CHECKPOINT =
            EventItems.key(Keys.checkpoint("views", "shardId-00000001"), Keys.CHECKPOINT);
    private static final String BUCKET = Keys.partition(SiteItems.bucketOf("shardId-00000001"));

    /** An older version is missing, as before versions were stored, or has a number; a newer one is found after a rollback. */
    @ParameterizedTest(name = "version \"{0}\"")
    @ValueSource(strings = {"", "2", "newer"})
    void finishesTheBatchAndMarksWhatTheOtherCodeHasUpdatedForTheAudit(String version) {
        commitTwoTransactions();
        Map<String, AttributeValue> checkpoint = new HashMap<>(table.get(CHECKPOINT));
        checkpoint.remove("leadVersion");
        if (!version.isEmpty()) {
            checkpoint.put("leadVersion", AttributeValue.fromS(version));
        }
        table.put(checkpoint);

        deliver(records());

        assertCountedOnce();
        List<String> marks = marks();
        assertThat(marks).hasSize(99);
        assertThat(marks)
                .filteredOn(item -> !item.matches("USER#u\\d+/SUMMARY"))
                .as("the bucket of the site, whose items come before users")
                .containsExactlyInAnyOrder(BUCKET + "/SUMMARY", BUCKET + "/HOUR#2022-01-02T00");
    }

    @Test
    void marksNothingIfTheSameCodeContinues() {
        commitTwoTransactions();
        deliver(records());
        assertCountedOnce();
        assertThat(marks()).isEmpty();
    }

    private void commitTwoTransactions() {
        int[] remainingMillis = {60_000};
        viewAggregator(failingFromCall(3, remainingMillis))
                .handleRequest(batch(List.of(records())), context(() -> remainingMillis[0]));
        assertThat(table.get(CHECKPOINT)).containsKeys("leadThrough", "leadUpTo", "leadVersion");
    }

    private void assertCountedOnce() {
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 300, 0, 0));
        for (int i = 1; i <= 300; i++) {
            assertThat(table.counts(SummaryKey.user("u" + i))).isEqualTo(new Counts(1, 1, 0, 0));
        }
    }

    private List<String> marks() {
        return table.allItems().stream()
                .filter(item -> "AUDIT#DUE".equals(item.get("PK").s()))
                .map(item -> item.get("SK").s())
                .toList();
    }

    private static DynamodbStreamRecord[] records() {
        return IntStream.rangeClosed(1, 300)
                .mapToObj(i -> insert(i, view("u" + i, "5", 1)))
                .toArray(DynamodbStreamRecord[]::new);
    }
}
