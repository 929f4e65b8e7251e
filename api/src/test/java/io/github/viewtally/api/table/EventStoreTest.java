package io.github.viewtally.api.table;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.viewtally.api.http.ProblemException;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table that does not answer does not make the API collect writes without end. */
@ExtendWith(VertxExtension.class)
class EventStoreTest {

    private static final int MOST_UNDER_WAY = 5_000;

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private Context context;
    private EventStore store;

    @BeforeEach
    void opensTableThatDoesNotAnswer(Vertx vertx) {
        dynamoDb.answerAfter(request -> answer);
        context = vertx.getOrCreateContext();
        store = new EventStore(dynamoDb, FakeDynamoDb.TABLE, context);
    }

    @AfterEach
    void closesTable() {
        dynamoDb.close();
    }

    @Test
    void refusesWriteAtOnceWhileTooManyAreUnderWayToDifferentKeys() throws TimeoutException {
        List<Future<Vote>> votes = onContext(() -> Future.succeededFuture(IntStream.range(0, MOST_UNDER_WAY)
                .mapToObj(i -> store.put(vote("u" + i)))
                .toList()));

        refused(() -> store.put(vote("one more")));
        refused(() -> store.deleteVote("one more", "v"));

        assertThat(dynamoDb.calls()).hasSize(MOST_UNDER_WAY);
        assertThat(votes).noneMatch(Future::isComplete);
    }

    @Test
    void refusesWriteAtOnceWhileTooManyWaitForOneKey() throws TimeoutException {
        onContext(() -> {
            IntStream.range(0, MOST_UNDER_WAY).forEach(i -> store.put(vote("u")));
            return Future.succeededFuture();
        });

        refused(() -> store.put(vote("u")));
        refused(() -> store.put(vote("other")));

        assertThat(dynamoDb.calls()).hasSize(1);
    }

    @Test
    void takesWritesAgainOnceTheTableHasAnswered() throws TimeoutException {
        Future<?> votes = onContext(() -> Future.succeededFuture(Future.join(IntStream.range(0, MOST_UNDER_WAY)
                .mapToObj(i -> store.put(vote("u" + i)))
                .toList())));
        refused(() -> store.put(vote("one more")));

        answer.complete(null);
        votes.await(20, SECONDS);
        Vote stored = onContext(() -> store.put(vote("one more")));

        assertThat(stored).isEqualTo(vote("one more"));
        assertThat(dynamoDb.items()).hasSize(MOST_UNDER_WAY + 1);
    }

    private static Vote vote(String userId) {
        return new Vote(userId, "v", VoteType.LIKE);
    }

    private <T> void refused(Supplier<Future<T>> write) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> onContext(write))
                .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(503));
    }

    private <T> T onContext(Supplier<Future<T>> work) throws TimeoutException {
        Promise<T> result = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(result));
        return result.future().await(20, SECONDS);
    }
}
