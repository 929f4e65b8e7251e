package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.viewtally.api.storage.HeldWrites.HeldCall;
import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A write queue over a table whose calls are held until a test completes them. */
abstract class WriteQueueFixture {

    static final int CALLS = 2;
    static final int WRITES = 200;
    static final Duration LONG = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofMillis(100);
    static final SpreadBounds SPREAD = new SpreadBounds(500, 64);
    static final SdkClientException RETRYABLE = SdkClientException.create("connection reset");

    final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    final HeldWrites table = new HeldWrites();

    /** The clock of hot videos. */
    final AtomicLong nanoTime = new AtomicLong();

    Context context;
    WriteQueue queue;

    @BeforeEach
    void holdsEveryCall(Vertx vertx) {
        dynamoDb.respondAfter(table::hold);
        context = vertx.getOrCreateContext();
        queue = queue(LONG);
    }

    @AfterEach
    void closesTable() {
        table.release();
        dynamoDb.close();
    }

    WriteQueue queue(Duration patience) {
        return new WriteQueue(
                new SdkBatchWriter(context.owner(), dynamoDb, FakeDynamoDb.TABLE),
                Scheduler.of(context),
                new WriteBounds(CALLS, WRITES, patience),
                new HotVideos(SPREAD, nanoTime::get, new SpreadStore(dynamoDb, FakeDynamoDb.TABLE, context)::raise));
    }

    static DynamoDbException error(int status, String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    List<Future<Void>> submitAll(int users) throws TimeoutException {
        return onContext(() -> Future.succeededFuture(IntStream.range(0, users)
                .mapToObj(user -> write("u" + user, VoteType.LIKE))
                .toList()));
    }

    Future<Void> submit(String userId, VoteType type) throws TimeoutException {
        return onContext(() -> Future.succeededFuture(write(userId, type)));
    }

    Future<Void> write(String userId, VoteType type) {
        return write(userId, "v", type);
    }

    Future<Void> write(String userId, String videoId, VoteType type) {
        return queue.submit(ItemWrite.put(EventItems.toItem(new Vote(userId, videoId, type))));
    }

    static List<String> voteTypes(HeldCall call) {
        return call.writes().stream()
                .map(write -> write.putRequest().item().get("voteType").s())
                .toList();
    }

    static String userOf(WriteRequest write) {
        return write.putRequest().item().get("userId").s();
    }

    static void awaitSuccess(Future<?> write) throws TimeoutException {
        write.await(20, SECONDS);
    }

    static void assertThatFails(Future<Void> write, StorageException.Reason reason) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> write.await(20, SECONDS))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    static Throwable failureOf(Future<Void> write) throws TimeoutException {
        return write.map((Throwable) null)
                .otherwise(failure -> new Exception(failure))
                .await(20, SECONDS);
    }

    <T> T onContext(Supplier<Future<T>> work) throws TimeoutException {
        Promise<T> result = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(result));
        return result.future().await(20, SECONDS);
    }
}
