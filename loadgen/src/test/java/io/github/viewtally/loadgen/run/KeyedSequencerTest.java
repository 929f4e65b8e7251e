package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedSequencerTest {
    private final KeyedSequencer order = new KeyedSequencer();
    private final List<String> begun = new ArrayList<>();

    @Test
    void startsATaskAfterThePreviousOneWithItsKey() {
        Promise<Void> first = Promise.promise();
        Promise<Void> second = Promise.promise();
        order.submit(Set.of("a"), () -> begin("first", first.future()));
        order.submit(Set.of("a"), () -> begin("second", second.future()));
        order.submit(Set.of("a"), () -> begin("third", Future.succeededFuture()));
        assertThat(begun).containsExactly("first");

        first.complete();
        assertThat(begun).containsExactly("first", "second");

        second.complete();
        assertThat(begun).containsExactly("first", "second", "third");
    }

    @Test
    void startsTheNextTaskAfterAFailure() {
        Promise<Void> first = Promise.promise();
        Future<Void> failing = order.submit(Set.of("a"), () -> begin("first", first.future()));
        Future<Void> next = order.submit(Set.of("a"), () -> begin("second", Future.succeededFuture()));

        first.fail("refused");

        assertThat(failing.failed()).isTrue();
        assertThat(next.succeeded()).isTrue();
    }

    @Test
    void runsTasksWithOtherKeysConcurrently() {
        order.submit(Set.of("a"), () -> begin("a", Promise.<Void>promise().future()));
        order.submit(Set.of("b"), () -> begin("b", Promise.<Void>promise().future()));

        assertThat(begun).containsExactly("a", "b");
    }

    private Future<Void> begin(String name, Future<Void> end) {
        begun.add(name);
        return end;
    }
}
