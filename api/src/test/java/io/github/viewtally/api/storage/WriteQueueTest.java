package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites.HeldCall;
import io.github.viewtally.model.VoteType;
import io.vertx.core.Future;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

@ExtendWith(VertxExtension.class)
class WriteQueueTest extends WriteQueueFixture {
    @Test
    void sendsAWriteAtOnceIfNoneIsInFlight() throws Exception {
        Future<Void> write = submit("u", VoteType.LIKE);

        HeldCall call = table.next();
        assertThat(call.writes()).hasSize(1);
        assertThat(write.isComplete()).isFalse();
        call.response().complete(null);
        awaitSuccess(write);
        assertThat(dynamoDb.items()).hasSize(1);
    }

    @Test
    void sendsQueuedWritesInBatchesOfTwentyFive() throws Exception {
        submit("a", VoteType.LIKE);
        submit("b", VoteType.LIKE);
        HeldCall first = table.next();
        table.next();
        List<Future<Void>> waiting = submitAll(60);

        assertThat(table.arrived()).isEqualTo(CALLS);
        first.response().complete(null);
        HeldCall third = table.next();
        assertThat(third.writes()).hasSize(25);
        third.response().complete(null);
        assertThat(table.next().writes()).hasSize(25);

        table.release();
        awaitSuccess(Future.all(waiting));
        assertThat(dynamoDb.items()).hasSize(62);
        assertThat(table.arrived()).isEqualTo(5);
    }

    @Test
    void completesEachWriteWhenItsOwnItemIsStored() throws Exception {
        Future<Void> first = submit("a", VoteType.LIKE);
        HeldCall firstCall = table.next();
        Future<Void> second = submit("b", VoteType.LIKE);
        HeldCall secondCall = table.next();

        secondCall.response().complete(null);
        awaitSuccess(second);

        assertThat(first.isComplete()).isFalse();
        firstCall.response().complete(null);
        awaitSuccess(first);
    }

    @Test
    void sendsOnlyTheLastOfTheQueuedWritesToOneKey() throws Exception {
        Future<Void> first = submit("u", VoteType.LIKE);
        HeldCall firstCall = table.next();
        List<Future<Void>> behind = onContext(() -> Future.succeededFuture(
                List.of(write("u", VoteType.DISLIKE), write("u", VoteType.LIKE), write("u", VoteType.DISLIKE))));

        assertThat(table.arrived()).isEqualTo(1);
        firstCall.response().complete(null);
        HeldCall secondCall = table.next();
        assertThat(voteTypes(secondCall)).containsExactly("DISLIKE");
        awaitSuccess(first);
        assertThat(behind).noneMatch(Future::isComplete);
        secondCall.response().complete(null);

        awaitSuccess(Future.all(behind));
        assertThat(table.arrived()).isEqualTo(2);
        assertThat(queue.writes()).isZero();
    }

    @Test
    void retriesRetryableErrors() throws Exception {
        Future<Void> write = submit("u", VoteType.LIKE);

        table.next().response().completeExceptionally(RETRYABLE);
        table.next().response().completeExceptionally(error(500, "InternalServerError"));
        table.next().response().completeExceptionally(error(400, "ThrottlingException"));
        table.next().response().complete(null);

        awaitSuccess(write);
        assertThat(dynamoDb.items()).hasSize(1);
    }

    /** The response may have been lost, so an earlier write must not be sent after a later one to the same key. */
    @Test
    void sendsTheLaterWriteInsteadOfTheFailedOne() throws Exception {
        Future<Void> first = submit("u", VoteType.LIKE);
        HeldCall firstCall = table.next();
        Future<Void> second = submit("u", VoteType.DISLIKE);

        firstCall.response().completeExceptionally(RETRYABLE);
        HeldCall secondCall = table.next();
        assertThat(voteTypes(secondCall)).containsExactly("DISLIKE");
        secondCall.response().complete(null);

        awaitSuccess(first);
        awaitSuccess(second);
        assertThat(table.arrived()).isEqualTo(2);
    }

    @Test
    void retriesOnlyUnprocessedItems() throws Exception {
        dynamoDb.writeAtMost(2);
        List<Future<Void>> writes = submitAll(5);

        HeldCall first = table.next();
        assertThat(first.writes()).hasSize(5);
        first.response().complete(null);
        HeldCall second = table.next();
        assertThat(second.writes()).hasSize(3);
        assertThat(writes.stream().filter(Future::isComplete)).hasSize(2);
        table.release();

        awaitSuccess(Future.all(writes));
        assertThat(dynamoDb.items()).hasSize(5);
    }

    @Test
    void doesNotRetryAFinalError() throws Exception {
        Future<Void> write = submit("u", VoteType.LIKE);

        table.next()
                .response()
                .completeExceptionally(
                        ResourceNotFoundException.builder().statusCode(400).build());

        assertThat(failureOf(write)).hasRootCauseInstanceOf(ResourceNotFoundException.class);
        assertThat(table.arrived()).isEqualTo(1);
        assertThat(queue.writes()).isZero();
    }

    @Test
    void failsOnlyTheInvalidWriteOfABatch() throws Exception {
        dynamoDb.respondAfter(request -> {
            HeldCall call = new HeldCall(request, new CompletableFuture<>());
            return call.writes().stream().anyMatch(write -> userOf(write).equals("u3"))
                    ? CompletableFuture.failedFuture(error(400, "ValidationException"))
                    : CompletableFuture.completedFuture(null);
        });

        List<Future<Void>> writes = submitAll(5);
        onContext(() -> Future.join(writes).otherwiseEmpty());

        assertThat(writes.stream().map(Future::succeeded)).containsExactly(true, true, true, false, true);
        assertThat(dynamoDb.items()).hasSize(4);
    }

    @Test
    void failsAWriteWhoseRetriesTakeTooLong() throws Exception {
        queue = queue(SHORT);
        AtomicInteger calls = new AtomicInteger();
        dynamoDb.respondAfter(request -> {
            calls.incrementAndGet();
            return CompletableFuture.failedFuture(RETRYABLE);
        });

        Future<Void> write = submit("u", VoteType.LIKE);

        assertThat(failureOf(write)).hasRootCause(RETRYABLE);
        int tried = calls.get();
        assertThat(tried).isGreaterThan(1);
        assertThat(queue.writes()).isZero();
        dynamoDb.respondAfter(request -> CompletableFuture.completedFuture(null));
        awaitSuccess(submit("u", VoteType.DISLIKE));
        assertThat(calls).hasValue(tried);
    }

    @Test
    void timesOutAQueuedWriteWhileNoBatchReturns() throws Exception {
        queue = queue(SHORT);
        submit("a", VoteType.LIKE);
        submit("b", VoteType.LIKE);
        table.next();
        table.next();

        Future<Void> waiting = submit("c", VoteType.LIKE);

        assertThatFails(waiting, StorageException.Reason.WRITE_TIMED_OUT);
        assertThat(table.arrived()).isEqualTo(CALLS);
        assertThat(queue.writes()).isEqualTo(CALLS);
    }

    @Test
    void refusesWritesAboveItsLimitUntilOthersHaveEnded() throws Exception {
        List<Future<Void>> writes = onContext(() -> Future.succeededFuture(IntStream.range(0, WRITES)
                .mapToObj(video -> write("u" + video, "v" + video, VoteType.LIKE))
                .toList()));

        assertThatFails(submit("u0", VoteType.DISLIKE), StorageException.Reason.TOO_MANY_WRITES);
        assertThatFails(submit("one more", VoteType.LIKE), StorageException.Reason.TOO_MANY_WRITES);
        table.release();
        awaitSuccess(Future.all(writes));

        awaitSuccess(submit("one more", VoteType.LIKE));
    }
}
