package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.lambda.StreamEvents.vote;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SummaryItems;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/** The ranks of summaries, by which the lists are sorted. */
class RankIT extends AggregatorTestCase {

    @Test
    void ranksSummariesByTheirViews() {
        deliver(someViews(1, 3));
        assertThat(rank(VIDEO_5)).isEqualTo("007#5");
        deliver(someViews(4, 50));
        assertThat(rank(VIDEO_5)).isEqualTo("023#5");
        assertThat(rank(USER_0)).isEqualTo("014#0");
        deliver(
                remove(51, view("0", "5", 10, "2022-01-02T00:30:10")),
                remove(52, view("0", "5", 10, "2022-01-02T00:30:20")));
        assertThat(rank(USER_0)).isEqualTo("013#0");
    }

    @Test
    void ranksASummaryThatAVoteHasCreated() {
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        assertThat(rank(VIDEO_5)).isEqualTo("000#5");
        deliver(insert(2, view("0", "5", 42)));
        assertThat(rank(VIDEO_5)).isEqualTo("001#5");
    }

    /** A rank can be wrong if another writer was faster or ranks could not be read. */
    @Test
    void correctsAWrongRankWithTheNextCount() {
        deliver(someViews(1, 49));
        table.client().updateItem(request -> request.tableName(TestTable.NAME)
                .key(SummaryItems.key(VIDEO_5))
                .updateExpression("SET GSI2SK = :before")
                .expressionAttributeValues(Map.of(":before", s("001#5"))));
        viewAggregator(table.client()).handleRequest(batch(someViews(50, 50)), patient());
        assertThat(rank(VIDEO_5)).isEqualTo("023#5");
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void countsEvenIfRanksCannotBeRead() {
        DynamoDbClient withoutRanks = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("batchGetItem") && readsSummaries(arguments[0])) {
                        throw SdkClientException.create("no response");
                    }
                    return method.invoke(table.client(), arguments);
                });
        List<DynamodbStreamRecord> records = new ArrayList<>(List.of(someViews(1, 50)));
        for (int i = 51; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 10)));
        }
        TimeWindowEventResponse response = viewAggregator(withoutRanks).handleRequest(batch(records), patient());
        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 3_000, 0, 0));
    }

    /** The other reads are those of viewers. */
    @SuppressWarnings("unchecked")
    private static boolean readsSummaries(Object request) {
        return BatchGetItemRequest.builder()
                .applyMutation((Consumer<BatchGetItemRequest.Builder>) request)
                .build()
                .requestItems()
                .get(TestTable.NAME)
                .keys()
                .stream()
                .anyMatch(key -> key.get(Keys.SK).s().equals(Keys.SUMMARY));
    }

    @Test
    void ranksASummaryThatIsDeletedBetweenReadAndTransaction() {
        deliver(someViews(1, 5));
        DynamoDbClient deleting = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    Object response = method.invoke(table.client(), arguments);
                    if (method.getName().equals("batchGetItem")) {
                        table.client().deleteItem(request -> request.tableName(TestTable.NAME)
                                .key(SummaryItems.key(VIDEO_5)));
                    }
                    return response;
                });
        viewAggregator(deleting).handleRequest(batch(someViews(6, 10)), patient());
        viewAggregator(table.client()).handleRequest(batch(someViews(11, 15)), patient());

        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(10, 100, 0, 0));
        assertThat(table.get(SummaryItems.key(VIDEO_5)))
                .containsKeys(Keys.TYPE, Keys.VIDEO_ID, Keys.GSI1PK, Keys.GSI2SK);
    }

    @Test
    void updatesTheRanksOfABatchWithManyTransactions() {
        for (int round = 1; round <= 3; round++) {
            List<DynamodbStreamRecord> records = new ArrayList<>();
            for (int i = 1; i <= 500; i++) {
                String when = "2022-01-02T00:3" + round + ":00.000000+00:00";
                records.add(insert(500 * round + i, view("u" + i, "5", 1, when)));
            }
            assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                    .isEmpty();
        }
        for (int i = 1; i <= 500; i++) {
            SummaryKey user = SummaryKey.user("u" + i);
            assertThat(rank(user)).isEqualTo(RankKeys.summaryRank(user, 3));
        }
        assertThat(rank(VIDEO_5)).isEqualTo(RankKeys.summaryRank(VIDEO_5, 1_500));
    }
}
