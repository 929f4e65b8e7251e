package io.github.viewtally.api.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OrderedWritesTest {

    private static final Duration LONG = Duration.ofHours(1);

    /** Shorter than any wait. */
    private static final Duration NONE = Duration.ofNanos(-1);

    private final List<Promise<Void>> begun = new ArrayList<>();
    private OrderedWrites writes = new OrderedWrites(3, LONG);

    @Test
    void beginsWriteAtOnce() {
        Future<Void> write = write("a");

        assertThat(begun).hasSize(1);
        assertThat(write.isComplete()).isFalse();
        begun.get(0).complete();
        assertThat(write.succeeded()).isTrue();
    }

    @Test
    void beginsWritesToOneKeyOneAfterTheOther() {
        write("a");
        Future<Void> second = write("a");
        Future<Void> third = write("a");
        assertThat(begun).hasSize(1);

        begun.get(0).complete();
        assertThat(begun).hasSize(2);
        begun.get(1).complete();
        assertThat(begun).hasSize(3);

        assertThat(second.succeeded()).isTrue();
        assertThat(third.isComplete()).isFalse();
    }

    @Test
    void beginsWriteThoughTheOneBeforeFailed() {
        Exception failure = new Exception("of the table");
        Future<Void> first = write("a");
        Future<Void> second = write("a");

        begun.get(0).fail(failure);
        begun.get(1).complete();

        assertThat(first.cause()).isSameAs(failure);
        assertThat(second.succeeded()).isTrue();
    }

    @Test
    void goesOnThoughWritesCannotEvenBegin() throws ReflectiveOperationException {
        IllegalStateException failure = new IllegalStateException("closed");
        Supplier<Future<Void>> closed = () -> {
            throw failure;
        };

        assertThat(writes.inTurn("a", closed).cause()).isSameAs(failure);
        Future<Void> first = write("a");
        Future<Void> second = writes.inTurn("a", closed);
        Future<Void> third = write("a");
        begun.get(0).complete();
        begun.get(1).complete();

        assertThat(first.succeeded()).isTrue();
        assertThat(second.cause()).isSameAs(failure);
        assertThat(third.succeeded()).isTrue();
        assertThat(keys()).isEmpty();
    }

    @Test
    void beginsWritesToOtherKeysAtOnce() {
        write("a");
        write("b");
        write("c");

        assertThat(begun).hasSize(3);
    }

    @Test
    void refusesWriteBeyondTheMostUnderWay() {
        write("a");
        write("a");
        write("b");

        refused(write("c"));
        refused(write("a"));
        assertThat(begun).hasSize(2);
    }

    @Test
    void takesWriteAgainOnceOneHasEnded() {
        write("a");
        write("a");
        write("b");
        refused(write("c"));

        begun.get(1).fail(new Exception("of the table"));

        assertThat(write("c").isComplete()).isFalse();
        assertThat(begun).hasSize(3);
        refused(write("d"));
    }

    @Test
    void refusesWriteThatHasWaitedTooLongWithoutBeginningIt() {
        writes = new OrderedWrites(3, NONE);
        Future<Void> first = write("a");
        Future<Void> second = write("a");
        Future<Void> third = write("a");
        assertThat(second.isComplete()).isFalse();

        begun.get(0).complete();

        assertThat(first.succeeded()).isTrue();
        refused(second);
        refused(third);
        assertThat(begun).hasSize(1);
        write("a");
        assertThat(begun).hasSize(2);
    }

    @Test
    void refusesManyWritesThatHaveWaitedTooLong() throws ReflectiveOperationException {
        int many = 100_000;
        writes = new OrderedWrites(many, NONE);
        Future<Void> first = write("a");
        List<Future<Void>> waiting = new ArrayList<>();
        for (int i = 1; i < many; i++) {
            waiting.add(write("a"));
        }

        begun.get(0).complete();

        assertThat(first.succeeded()).isTrue();
        assertThat(waiting).allSatisfy(OrderedWritesTest::refused);
        assertThat(keys()).isEmpty();
        assertThat(write("b").isComplete()).isFalse();
    }

    @Test
    void beginsManyWritesOfWhichEachFailsAtOnce() throws ReflectiveOperationException {
        int many = 100_000;
        writes = new OrderedWrites(many, LONG);
        Future<Void> first = write("a");
        List<Future<Void>> waiting = new ArrayList<>();
        for (int i = 1; i < many; i++) {
            waiting.add(writes.inTurn("a", () -> Future.failedFuture("at once")));
        }

        begun.get(0).complete();

        assertThat(first.succeeded()).isTrue();
        assertThat(waiting).allMatch(Future::failed);
        assertThat(keys()).isEmpty();
    }

    @Test
    void remembersNoKeyWhoseWritesHaveEnded() throws ReflectiveOperationException {
        write("a");
        write("a");
        write("b");

        begun.get(0).complete();
        assertThat(keys()).containsExactlyInAnyOrder("a", "b");
        begun.get(1).fail(new Exception("of the table"));
        begun.get(2).complete();

        assertThat(keys()).isEmpty();
    }

    private Set<Object> keys() throws ReflectiveOperationException {
        Field waiting = OrderedWrites.class.getDeclaredField("waiting");
        waiting.setAccessible(true);
        return Set.copyOf(((Map<?, ?>) waiting.get(writes)).keySet());
    }

    private Future<Void> write(String key) {
        return writes.inTurn(key, () -> {
            Promise<Void> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }

    private static void refused(Future<Void> write) {
        assertThat(write.cause()).isInstanceOf(ProblemException.class);
        assertThat(((ProblemException) write.cause()).problem().status()).isEqualTo(503);
    }
}
