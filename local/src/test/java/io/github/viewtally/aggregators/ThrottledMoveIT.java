package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The rank of a video while the index of summaries is throttled. */
class ThrottledMoveIT extends AggregatorTestCase {

    private static final String MOVE = "SET " + Keys.GSI2SK + " = :rank";

    private boolean isIndexThrottled;
    private int refused;

    @Test
    void countsWithoutTheMoveAndMovesTheVideoWithItsNextViews() {
        ViewAggregator aggregator = viewAggregator(refusing(
                "ThrottlingError",
                item -> isIndexThrottled
                        && item.update() != null
                        && item.update().updateExpression().startsWith(MOVE)));
        deliver(aggregator, 1, 3);
        assertThat(rank(VIDEO_5)).isEqualTo(RankKeys.summaryRank(VIDEO_5, 3));

        isIndexThrottled = true;
        deliver(aggregator, 4, 49);
        assertThat(refused).as("attempts with a move").isEqualTo(1);
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(49, 490, 0, 0));
        assertThat(rank(VIDEO_5)).isEqualTo(RankKeys.summaryRank(VIDEO_5, 3));

        // One more view does not change the rank of 49 views, so the aggregator must know that it is not stored.
        isIndexThrottled = false;
        deliver(aggregator, 50, 50);
        assertThat(rank(VIDEO_5))
                .isEqualTo(RankKeys.summaryRank(VIDEO_5, 49))
                .isEqualTo(RankKeys.summaryRank(VIDEO_5, 50));
    }

    @Test
    void movesTheVideoAfterAConflict() {
        int[] left = {1};
        ViewAggregator aggregator = viewAggregator(refusing(
                "TransactionConflict",
                item -> item.update() != null
                        && item.update().updateExpression().startsWith(MOVE)
                        && left[0]-- > 0));
        deliver(aggregator, 1, 3);
        deliver(aggregator, 4, 49);
        assertThat(refused).isEqualTo(1);
        assertThat(rank(VIDEO_5)).isEqualTo(RankKeys.summaryRank(VIDEO_5, 49));
    }

    private void deliver(ViewAggregator aggregator, int first, int last) {
        assertThat(aggregator
                        .handleRequest(batch(someViews(first, last)), patient())
                        .getBatchItemFailures())
                .isEmpty();
    }

    private DynamoDbClient refusing(String code, Predicate<TransactWriteItem> isRefused) {
        return RefusingClient.of(table.client(), code, isRefused, () -> refused++);
    }
}
