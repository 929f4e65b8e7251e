package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.storage.HeldWrites.HeldCall;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** How the events of a video are read from one and from several partitions. */
@ExtendWith(VertxExtension.class)
class VideoEventsTest extends VideoEventsFixture {

    private static final String TIME = "2022-01-02T00:30:25.000000+00:00";

    private ItemPage<View> firstPage(int limit) throws Exception {
        return beginFirstPage(limit).await(20, SECONDS);
    }

    private Future<ItemPage<View>> beginFirstPage(int limit) {
        return beginViews(true, "", "3", limit, Optional.empty());
    }

    private List<QueryRequest> queries() {
        return dynamoDb.calls().stream()
                .filter(QueryRequest.class::isInstance)
                .map(QueryRequest.class::cast)
                .toList();
    }

    private static String partition(DynamoDbRequest query) {
        return ((QueryRequest) query)
                .expressionAttributeValues()
                .get(":partition")
                .s();
    }

    /** Stores views of the users u100, u101 and so on, in their order. */
    private List<View> storeViews(int count, int partitions) {
        List<View> views = IntStream.range(100, 100 + count)
                .mapToObj(i -> new View("u" + i, VIDEO, i, TIME))
                .toList();
        views.forEach(view -> store(view, partitions));
        return views;
    }

    @Test
    void readsAVideoThatIsNotSpreadWithOneQuery() throws Exception {
        List<View> views = storeViews(20, 1);

        assertThat(firstPage(20).items()).isEqualTo(views);
        assertThat(queries()).hasSize(1);
        assertThat(maxReserved).isZero();
    }

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {2, 8, 64})
    void readsEachPartitionOnceIfTheEventsAreSharedEvenly(int partitions) throws Exception {
        spreadOver(partitions);
        List<View> views = storeViews(400, partitions);

        firstPage(1);
        int before = queries().size();
        assertThat(before).as("with the number not in memory").isBetween(1 + partitions, 2 + partitions);
        maxReserved = 0;

        assertThat(firstPage(100).items()).isEqualTo(views.subList(0, 100));

        List<QueryRequest> queries = queries().subList(before, queries().size());
        assertThat(queries).hasSize(1 + partitions);
        assertThat(queries.stream().mapToInt(QueryRequest::limit).sum())
                .isEqualTo(maxReserved)
                .isLessThanOrEqualTo(2 * 100 + 8 * 65);
    }

    @Test
    void readsMoreOfAPartitionThatHasMoreThanItsShare() throws Exception {
        spreadOver(64);
        List<View> views = IntStream.range(100, 400)
                .mapToObj(i -> new View("u", VIDEO, i, timeOf(i)))
                .toList();
        views.forEach(view -> store(view, 64));
        firstPage(1);
        int before = queries().size();

        assertThat(firstPage(200).items()).isEqualTo(views.subList(0, 200));
        assertThat(queries()).hasSize(before + 65 + 1);
    }

    private static String timeOf(int millis) {
        return "2022-01-02T00:30:25." + millis + "000+00:00";
    }

    @Test
    void readsAtMostEightPartitionsAtOnceInTheirOrder() throws Exception {
        spreadOver(64);
        List<View> views = storeViews(100, 64);
        firstPage(10);
        HeldWrites table = new HeldWrites();
        dynamoDb.respondAfter(table::hold);

        Future<ItemPage<View>> page = beginFirstPage(10);
        List<String> read = new ArrayList<>();
        for (int group = 0; group < 8; group++) {
            List<HeldCall> held = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                held.add(table.next());
                read.add(partition(held.get(i).request()));
            }
            assertThat(table.arrived()).isEqualTo(read.size());
            held.forEach(call -> call.response().complete(null));
        }
        table.next().response().complete(null);

        assertThat(page.await(20, SECONDS).items()).isEqualTo(views.subList(0, 10));
        assertThat(read).isEqualTo(SpreadItems.indexPartitions(VIDEO, 64).subList(0, 64));
    }

    @Test
    void listsAnEventOnceThatMovesWhileThePageIsRead() throws Exception {
        spreadOver(2);
        List<View> views = storeViews(5, 1);
        firstPage(10);
        HeldWrites table = new HeldWrites();
        dynamoDb.respondAfter(table::hold);

        Future<ItemPage<View>> page = beginFirstPage(10);
        HeldCall first = table.next();
        assertThat(partition(first.request())).isEqualTo("VIDEO#v");
        first.response().complete(null);
        firstPageEntriesAreRead();
        views.forEach(view -> store(view, 2));
        table.release();

        assertThat(page.await(20, SECONDS).items()).isEqualTo(views);
    }

    /** The fake answers one call after the other, so another answer shows that the one before was given. */
    private void firstPageEntriesAreRead() throws Exception {
        dynamoDb.respondAfter(request -> CompletableFuture.completedFuture(null));
        dynamoDb.getItem(request -> request.tableName(FakeDynamoDb.TABLE).key(SpreadItems.key(VIDEO)))
                .get(20, SECONDS);
    }

    @Test
    void listsNoEventsOfAVideoWhosePartitionHasTheSameKey() throws Exception {
        spreadOver(2);
        List<View> views = storeViews(5, 2);
        Map<String, AttributeValue> foreign = new HashMap<>(EventItems.toItem(new View("w", VIDEO + "#0", 9, TIME)));
        assertThat(foreign.get(Keys.GSI1PK).s()).isEqualTo("VIDEO#v#0");
        dynamoDb.store(foreign);

        assertThat(firstPage(10).items()).isEqualTo(views);
    }

    @Test
    void findsEventsOfAWriterThatDoesNotKnowTheNumber() throws Exception {
        spreadOver(8);
        List<View> views = storeViews(6, 8);
        store(views.get(2), 1);
        store(views.get(3), 4);

        assertThat(firstPage(10).items()).isEqualTo(views);
    }

    @Test
    void failsIfOnePartitionCannotBeRead() throws Exception {
        spreadOver(4);
        storeViews(10, 4);
        firstPage(1);
        dynamoDb.respondAfter(request -> CompletableFuture.supplyAsync(() -> {
            if (partition(request).equals("VIDEO#v#3")) {
                throw SdkClientException.create("connection reset");
            }
            return null;
        }));

        assertThatThrownBy(() -> firstPage(1)).hasMessageContaining("connection reset");
        assertThat(reserved).isZero();
    }
}
