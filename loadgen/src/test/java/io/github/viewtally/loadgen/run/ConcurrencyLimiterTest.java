package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class ConcurrencyLimiterTest {
    private final List<String> begun = new ArrayList<>();

    @Test
    void startsWaitingTasksInOrder(Vertx vertx) {
        ConcurrencyLimiter lanes = new ConcurrencyLimiter(vertx, 1);
        Promise<Void> first = Promise.promise();
        lanes.run(inAMinute(), () -> begin("first", first.future()));
        lanes.run(inAMinute(), () -> begin("second", Promise.<Void>promise().future()));
        lanes.run(inAMinute(), () -> begin("third", Promise.<Void>promise().future()));
        assertThat(begun).containsExactly("first");

        first.complete();

        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void doesNotStartATaskAfterItsDeadline(Vertx vertx) {
        ConcurrencyLimiter lanes = new ConcurrencyLimiter(vertx, 1);
        Promise<Void> first = Promise.promise();
        lanes.run(inAMinute(), () -> begin("first", first.future()));
        Future<Void> late = lanes.run(System.nanoTime(), () -> begin("late", Future.succeededFuture()));

        first.complete();

        assertThatThrownBy(late::await).isInstanceOf(TimeoutException.class);
        assertThat(begun).containsExactly("first");
    }

    @Test
    void doesNotOverflowTheStackWithThousandsOfLateTasks(Vertx vertx) {
        ConcurrencyLimiter lanes = new ConcurrencyLimiter(vertx, 1);
        Promise<Void> first = Promise.promise();
        lanes.run(inAMinute(), first::future);
        Future<Void> last = Future.succeededFuture();
        for (int i = 0; i < 20_000; i++) {
            last = lanes.run(System.nanoTime(), () -> begin("late", Future.succeededFuture()));
        }

        first.complete();

        assertThatThrownBy(last::await).isInstanceOf(TimeoutException.class);
    }

    private static long inAMinute() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }

    private Future<Void> begin(String name, Future<Void> end) {
        begun.add(name);
        return end;
    }
}
