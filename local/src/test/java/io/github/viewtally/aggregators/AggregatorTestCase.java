package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Delivers batches to the real aggregators on a table of DynamoDB Local. */
abstract class AggregatorTestCase {

    static final SummaryKey USER_0 = SummaryKey.user("0");
    static final SummaryKey VIDEO_5 = SummaryKey.video("5");

    TestTable table;
    ViewAggregator views;
    VoteAggregator votes;

    interface TransactionCall {
        Object run() throws Exception;
    }

    /** Executes the transactions of a client. */
    interface TransactionInterceptor {
        Object execute(TransactionCall transaction) throws Exception;
    }

    @BeforeEach
    void openTable() {
        table = new TestTable();
        views = viewAggregator(table.client());
        votes = new VoteAggregator(table.client(), TestTable.NAME, CountingSettings.DEFAULT);
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    /** A new function that counts views through a client. */
    static ViewAggregator viewAggregator(DynamoDbClient client) {
        return new ViewAggregator(client, TestTable.NAME, CountingSettings.DEFAULT);
    }

    /** Delivers views in one batch, which must succeed. */
    void deliver(DynamodbStreamRecord... records) {
        assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
    }

    /** Delivers votes in one batch, which must succeed. */
    void deliverVotes(DynamodbStreamRecord... records) {
        assertThat(votes.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
    }

    /** Views of the video 5 by five users, numbered from the first to the last. */
    static DynamodbStreamRecord[] someViews(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> insert(i, view(Integer.toString(i % 5), "5", 10, "2022-01-02T00:30:" + i)))
                .toArray(DynamodbStreamRecord[]::new);
    }

    String rank(SummaryKey key) {
        return table.get(SummaryItems.key(key)).get("GSI2SK").s();
    }

    /** The item of an hour of the video 5; empty if it does not exist. */
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> hour(String hour) {
        return table.get(HourItems.key(new HourKey(SummaryKey.video("5"), hour)));
    }

    long summaries() {
        return table.allItems().stream()
                .filter(item -> item.get(Keys.SK).s().equals(Keys.SUMMARY))
                .count();
    }

    /** The context of an invocation with enough time for retries. */
    static Context patient() {
        return context(() -> 60_000);
    }

    /** The context of an invocation with this remaining time. */
    static Context context(IntSupplier remainingMillis) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return remainingMillis.getAsInt();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A client of the table whose transactions are executed by an interceptor. */
    DynamoDbClient wrapped(TransactionInterceptor interceptor) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    TransactionCall call = () -> {
                        try {
                            return method.invoke(table.client(), arguments);
                        } catch (InvocationTargetException e) {
                            throw (Exception) e.getCause();
                        }
                    };
                    return method.getName().equals("transactWriteItems") ? interceptor.execute(call) : call.run();
                });
    }

    static software.amazon.awssdk.services.dynamodb.model.AttributeValue s(String text) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(text);
    }

    static software.amazon.awssdk.services.dynamodb.model.AttributeValue n(long number) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(Long.toString(number));
    }

    /** Every call fails from the given call on, and the invocation has no time left for a retry. */
    DynamoDbClient failingFromCall(int first, int[] remainingMillis) {
        int[] calls = {0};
        return wrapped(transact -> {
            if (++calls[0] >= first) {
                remainingMillis[0] = 0;
                throw SdkClientException.create("no connection");
            }
            return transact.run();
        });
    }
}
