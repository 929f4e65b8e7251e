package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.Answer;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.NoAnswerException;
import io.github.viewtally.loadgen.run.Outcome.Trace;
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
 * Sends a shipment until the API answers for it: without an answer, or with a 503 or 429, the same request goes out again, a
 * bounded number of times and not after its deadline. For use on one event loop.
 */
public final class EventSender {
    private final Vertx vertx;
    private final ApiClient client;
    private final ConcurrencyLimiter lanes;
    private final RetryPolicy retries;
    private boolean halted;

    /** The client should have as many connections, so that no request waits for one unseen. */
    public EventSender(Vertx vertx, ApiClient client, int connections, RetryPolicy retries) {
        this.vertx = requireNonNull(vertx);
        this.client = requireNonNull(client);
        this.lanes = new ConcurrencyLimiter(vertx, connections);
        this.retries = requireNonNull(retries);
    }

    /** The outcomes in the order of the events; the future does not fail. */
    Future<List<Outcome>> send(RequestBatch shipment, long deadline) {
        return attempt(new Attempt(shipment, deadline, 1, Trace.NONE));
    }

    /** As {@link #send}, for one event in a request of its own. */
    public Future<Outcome> sendOne(TrafficEvent event, long deadline) {
        return send(RequestBatch.ofOne(event), deadline).map(outcomes -> outcomes.get(0));
    }

    /** Begins no further try. */
    void halt() {
        halted = true;
        lanes.close();
    }

    private record Attempt(RequestBatch shipment, long deadline, int number, Trace earlier) {
        Attempt next(Trace trace) {
            return new Attempt(shipment, deadline, number + 1, trace);
        }

        /** The outcome if this was the last one. */
        Future<List<Outcome>> giveUp(String kind, String text, Trace trace) {
            String tries = number == 1 ? "" : "given up after " + number + " tries, ";
            return Future.succeededFuture(ResponseClassifier.all(shipment, new Outcome(kind, tries + text, trace)));
        }
    }

    private Future<List<Outcome>> attempt(Attempt attempt) {
        return lanes.run(
                        attempt.deadline(), () -> client.send(attempt.shipment().request()))
                .transform(answer -> judge(attempt, answer));
    }

    private Future<List<Outcome>> judge(Attempt attempt, AsyncResult<Answer> answer) {
        if (answer.failed()) {
            return unanswered(attempt, answer.cause());
        }
        boolean tooMany = answer.result().isTooMany();
        if (tooMany || answer.result().isUnavailable()) {
            return again(
                    attempt,
                    Integer.toString(answer.result().status()),
                    answer.result().refusal(),
                    attempt.earlier().or(tooMany ? Trace.NONE : Trace.DONE),
                    answer.result().retryAfter());
        }
        return settledInPart(attempt, ResponseClassifier.of(attempt.shipment(), answer.result(), attempt.earlier()));
    }

    /** Sends again those events of a batch for which the API had no time, and with them all that share their keys. */
    private Future<List<Outcome>> settledInPart(Attempt attempt, List<Outcome> outcomes) {
        Set<TrafficEvent.Key> unsettled = attempt.shipment().keysOf(outcomes, Outcome::isUnavailable);
        Duration pause = retries.pauseAfter(attempt.number(), Duration.ZERO);
        if (unsettled.isEmpty() || isLast(attempt, pause)) {
            return Future.succeededFuture(outcomes);
        }
        Attempt rest = new Attempt(
                attempt.shipment().only(unsettled),
                attempt.deadline(),
                attempt.number() + 1,
                attempt.earlier().or(Trace.DONE));
        return after(pause, rest).map(later -> attempt.shipment().merged(outcomes, unsettled, later));
    }

    private Future<List<Outcome>> unanswered(Attempt attempt, Throwable cause) {
        if (cause instanceof NoAnswerException none) {
            Trace trace = none.kind().isSent() ? Trace.OPEN : attempt.earlier();
            return again(attempt, none.kind().text(), none.getMessage(), trace, Duration.ZERO);
        }
        if (cause instanceof TimeoutException) {
            return attempt.giveUp("no free connection", cause.getMessage(), attempt.earlier());
        }
        return Future.failedFuture(cause);
    }

    private Future<List<Outcome>> again(Attempt attempt, String kind, String text, Trace trace, Duration retryAfter) {
        Duration pause = retries.pauseAfter(attempt.number(), retryAfter);
        return isLast(attempt, pause) ? attempt.giveUp(kind, text, trace) : after(pause, attempt.next(trace));
    }

    private boolean isLast(Attempt attempt, Duration pause) {
        boolean inTime = System.nanoTime() + pause.toNanos() - attempt.deadline() < 0;
        return attempt.number() == retries.tries() || !inTime || halted;
    }

    private Future<List<Outcome>> after(Duration pause, Attempt next) {
        return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).compose(passed -> attempt(next));
    }
}
