package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites.HeldCall;
import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The write queue tells how hot a video is, and sends each attempt to the partition that is right then. */
@ExtendWith(VertxExtension.class)
class SpreadWritesTest extends WriteQueueFixture {

    private static final int LIMIT = 20;

    private final List<Integer> raises = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void spreadsSoon() {
        HotVideos videos = new HotVideos(new SpreadBounds(LIMIT, 64), nanoTime::get, (videoId, partitions) -> {
            raises.add(partitions);
            return Future.succeededFuture(partitions);
        });
        queue = new WriteQueue(
                new SdkBatchWriter(context.owner(), dynamoDb, FakeDynamoDb.TABLE),
                Scheduler.of(context),
                new WriteBounds(CALLS, WRITES, LONG),
                videos);
    }

    private static List<String> indexPartitions(HeldCall call) {
        return call.writes().stream()
                .map(write -> write.putRequest().item().get(Keys.GSI1PK).s())
                .toList();
    }

    private static void failThrottled(HeldCall call) {
        call.response().completeExceptionally(error(400, "ProvisionedThroughputExceededException"));
    }

    @Test
    void writesRetriesToTheNewPartitionsOfAHotVideo() throws Exception {
        List<Future<Void>> writes = submitAll(LIMIT + 1);
        HeldCall first = table.next();
        assertThat(raises).containsExactly(2);
        assertThat(indexPartitions(first)).hasSize(LIMIT + 1).containsOnly("VIDEO#v");

        nanoTime.addAndGet(HotVideos.READERS_KNOW.toNanos());
        first.response().completeExceptionally(RETRYABLE);

        HeldCall second = table.next();
        assertThat(second.writes()).hasSize(LIMIT + 1).allSatisfy(SpreadWritesTest::assertPlaced);
        assertThat(indexPartitions(second)).contains("VIDEO#v#0", "VIDEO#v#1");
        second.response().complete(null);
        awaitSuccess(Future.all(writes));
    }

    private static void assertPlaced(WriteRequest write) {
        assertThat(write.putRequest().item().get(Keys.GSI1PK).s())
                .isEqualTo(SpreadItems.indexPartition("v", userOf(write), 2));
    }

    @Test
    void deletesEventsOfAHotVideo() throws Exception {
        submitAll(LIMIT + 1);
        nanoTime.addAndGet(HotVideos.READERS_KNOW.toNanos());
        table.release();

        awaitSuccess(
                onContext(() -> Future.succeededFuture(queue.submit(ItemWrite.delete(EventItems.voteKey("u0", "v"))))));
        assertThat(dynamoDb.item("USER#u0", "VIDEO#v#VOTE")).isNull();
    }

    @Test
    void takesUnprocessedItemsAsASignOfHeat() throws Exception {
        List<Future<Void>> writes = submitAll(LIMIT);
        dynamoDb.writeAtMost(LIMIT - 4);
        HeldCall first = table.next();
        assertThat(raises).isEmpty();
        first.response().complete(null);
        HeldCall second = table.next();
        assertThat(second.writes()).hasSize(4);
        assertThat(raises).as("after 4 of 20").isEmpty();
        dynamoDb.writeAtMost(3);

        second.response().complete(null);

        table.next().response().complete(null);
        awaitSuccess(Future.all(writes));
        assertThat(raises).as("after 5 of 20").containsExactly(2);
    }

    @Test
    void takesThrottledBatchesAsASignOfHeat() throws Exception {
        submitAll(5);
        failThrottled(table.next());
        table.next();

        assertThat(raises).containsExactly(2);
    }

    @Test
    void doesNotTakeOtherFailuresAsASignOfHeat() throws Exception {
        submitAll(5);
        table.next().response().completeExceptionally(error(500, "InternalServerError"));
        table.next().response().completeExceptionally(RETRYABLE);
        HeldCall third = table.next();

        assertThat(raises).isEmpty();
        failThrottled(third);
        table.next();
        assertThat(raises).containsExactly(2);
    }

    @Test
    void sendsNothingMoreForAVideoThatIsNotHot() throws Exception {
        table.release();
        for (int i = 0; i < 3; i++) {
            awaitSuccess(Future.all(submitAll(LIMIT)));
            nanoTime.addAndGet(1_000_000_000);
        }

        assertThat(raises).isEmpty();
        assertThat(dynamoDb.items())
                .hasSize(LIMIT)
                .allSatisfy(item -> assertThat(item.get(Keys.GSI1PK).s()).isEqualTo("VIDEO#v"));
    }
}
