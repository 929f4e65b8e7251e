package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiResponse;
import io.github.viewtally.loadgen.http.NoResponseException;
import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.github.viewtally.loadgen.traffic.EventKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends batches with retries. If there is no response, or if it is 503 or 429, the same request is sent again: a limited
 * number of times, and not after the deadline, which is a time of {@link System#nanoTime}. For use on one event loop.
 */
public final class EventSender {
    private final Vertx vertx;
    private final ApiClient client;
    private final ConcurrencyLimiter limiter;
    private final RetryPolicy retries;
    private boolean stopped;

    /** {@code connections} limits the requests in flight. The client needs as many connections. */
    public EventSender(Vertx vertx, ApiClient client, int connections, RetryPolicy retries) {
        this.vertx = requireNonNull(vertx);
        this.client = requireNonNull(client);
        this.limiter = new ConcurrencyLimiter(vertx, connections);
        this.retries = requireNonNull(retries);
    }

    /** Returns the outcomes in the order of the events. The future does not fail. */
    Future<List<EventOutcome>> send(RequestBatch batch, long deadlineNanos) {
        return attempt(new Attempt(batch, deadlineNanos, 1, PossibleEffect.NONE));
    }

    /** Sends one event in its own request, like {@link #send}. */
    public Future<EventOutcome> sendOne(TrafficEvent event, long deadlineNanos) {
        return send(RequestBatch.ofOne(event), deadlineNanos).map(outcomes -> outcomes.get(0));
    }

    /** Starts no further attempts. Requests in flight end as usual. */
    void stop() {
        stopped = true;
        limiter.close();
    }

    private record Attempt(RequestBatch batch, long deadlineNanos, int number, PossibleEffect earlier) {
        Attempt next(PossibleEffect effect) {
            return new Attempt(batch, deadlineNanos, number + 1, effect);
        }

        /** Returns the outcome of the last attempt. */
        Future<List<EventOutcome>> fail(String kind, String text, PossibleEffect effect) {
            String tries = number == 1 ? "" : "given up after " + number + " tries, ";
            return Future.succeededFuture(ResponseClassifier.all(batch, new EventOutcome(kind, tries + text, effect)));
        }
    }

    private Future<List<EventOutcome>> attempt(Attempt attempt) {
        return limiter.run(
                        attempt.deadlineNanos(),
                        () -> client.send(attempt.batch().request()))
                .transform(response -> handle(attempt, response));
    }

    private Future<List<EventOutcome>> handle(Attempt attempt, AsyncResult<ApiResponse> response) {
        if (response.failed()) {
            return handleNoResponse(attempt, response.cause());
        }
        boolean throttled = response.result().isThrottled();
        if (throttled || response.result().isUnavailable()) {
            return retry(
                    attempt,
                    Integer.toString(response.result().status()),
                    response.result().errorText(),
                    attempt.earlier().or(throttled ? PossibleEffect.NONE : PossibleEffect.STORED),
                    response.result().retryAfter());
        }
        return handleBatch(attempt, ResponseClassifier.of(attempt.batch(), response.result(), attempt.earlier()));
    }

    /** Retries the events of a batch that the API could not store in time, and all events with the same keys. */
    private Future<List<EventOutcome>> handleBatch(Attempt attempt, List<EventOutcome> outcomes) {
        Set<EventKey> unavailable = attempt.batch().keysOf(outcomes, EventOutcome::isUnavailable);
        Duration pause = retries.pauseAfter(attempt.number(), Duration.ZERO);
        if (unavailable.isEmpty() || isLast(attempt, pause)) {
            return Future.succeededFuture(outcomes);
        }
        Attempt retry = new Attempt(
                attempt.batch().only(unavailable),
                attempt.deadlineNanos(),
                attempt.number() + 1,
                attempt.earlier().or(PossibleEffect.STORED));
        return after(pause, retry).map(later -> attempt.batch().merged(outcomes, unavailable, later));
    }

    private Future<List<EventOutcome>> handleNoResponse(Attempt attempt, Throwable cause) {
        if (cause instanceof NoResponseException noResponse) {
            PossibleEffect effect = noResponse.failure().isSent() ? PossibleEffect.STORED_LATER : attempt.earlier();
            return retry(attempt, noResponse.failure().text(), noResponse.getMessage(), effect, Duration.ZERO);
        }
        if (cause instanceof TimeoutException) {
            return attempt.fail("no free connection", cause.getMessage(), attempt.earlier());
        }
        return Future.failedFuture(cause);
    }

    private Future<List<EventOutcome>> retry(
            Attempt attempt, String kind, String text, PossibleEffect effect, Duration retryAfter) {
        Duration pause = retries.pauseAfter(attempt.number(), retryAfter);
        return isLast(attempt, pause) ? attempt.fail(kind, text, effect) : after(pause, attempt.next(effect));
    }

    private boolean isLast(Attempt attempt, Duration pause) {
        boolean beforeDeadline = System.nanoTime() + pause.toNanos() - attempt.deadlineNanos() < 0;
        return attempt.number() == retries.attempts() || !beforeDeadline || stopped;
    }

    private Future<List<EventOutcome>> after(Duration pause, Attempt next) {
        return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).compose(passed -> attempt(next));
    }
}
