package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

@ExtendWith(VertxExtension.class)
class SpreadStoreTest {

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final AtomicLong nanoTime = new AtomicLong();
    private SpreadStore store;

    @BeforeEach
    void createStore(Vertx vertx) {
        store = new SpreadStore(dynamoDb, FakeDynamoDb.TABLE, vertx.getOrCreateContext(), nanoTime::get);
    }

    @AfterEach
    void closeTable() {
        dynamoDb.close();
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, SECONDS);
    }

    private void pass(long millis) {
        nanoTime.addAndGet(millis * 1_000_000);
    }

    @Test
    void returnsOneForAVideoThatIsNotSpread() throws Exception {
        assertThat(await(store.partitions("v"))).isEqualTo(1);
    }

    @Test
    void readsTheNumberConsistentlyAndOnceASecond() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(await(store.partitions("v"))).isEqualTo(1);
            pass(99);
        }
        assertThat(dynamoDb.calls()).singleElement().isInstanceOfSatisfying(GetItemRequest.class, read -> assertThat(
                        read.consistentRead())
                .isTrue());
        dynamoDb.store(SpreadItems.toItem("v", 4));
        pass(10);

        assertThat(await(store.partitions("v"))).isEqualTo(4);
    }

    @Test
    void sharesAReadForASecondFromItsStartEvenIfItTakesLonger() throws Exception {
        HeldWrites table = new HeldWrites();
        dynamoDb.respondAfter(table::hold);
        Future<Integer> first = store.partitions("v");
        pass(999);
        Future<Integer> second = store.partitions("v");
        assertThat(table.arrived()).isEqualTo(1);
        pass(1);
        Future<Integer> third = store.partitions("v");
        assertThat(table.arrived()).isEqualTo(2);
        table.next().response().complete(null);
        assertThat(await(first)).isEqualTo(1);
        assertThat(await(second)).isEqualTo(1);
        dynamoDb.store(SpreadItems.toItem("v", 2));
        table.release();

        assertThat(await(third)).isEqualTo(2);
    }

    @Test
    void doesNotCacheAFailure() throws Exception {
        dynamoDb.failWith(SdkClientException.create("connection reset"));
        assertThatThrownBy(() -> await(store.partitions("v"))).hasMessageContaining("connection reset");
        dynamoDb.reset();

        assertThat(await(store.partitions("v"))).isEqualTo(1);
    }

    @Test
    void raisesTheNumberButNeverLowersIt() throws Exception {
        assertThat(await(store.raise("v", 4))).isEqualTo(4);
        assertThat(await(store.raise("v", 16))).isEqualTo(16);
        assertThat(await(store.raise("v", 8))).isEqualTo(16);
        assertThat(await(store.raise("v", 16))).isEqualTo(16);

        assertThat(dynamoDb.items()).isEqualTo(List.of(SpreadItems.toItem("v", 16)));
    }

    @Test
    void failsIfTheNumberCannotBeStored() {
        dynamoDb.failWith(SdkClientException.create("connection reset"));

        assertThatThrownBy(() -> await(store.raise("v", 4))).hasMessageContaining("connection reset");
        assertThat(dynamoDb.items()).isEmpty();
    }
}
