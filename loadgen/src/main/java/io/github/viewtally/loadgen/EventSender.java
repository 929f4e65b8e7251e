package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends one event until the API acknowledges it: without an answer, or with a 503, the same request goes out again. The
 * future fails with {@link ApiException} if the API refuses it or the tries are used up.
 */
final class EventSender {
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final ApiClient client;
    private final RetryPolicy retries;

    EventSender(Vertx vertx, ApiClient client, RetryPolicy retries) {
        this.vertx = requireNonNull(vertx);
        this.client = requireNonNull(client);
        this.retries = requireNonNull(retries);
    }

    Future<Void> send(TrafficEvent event) {
        return attempt(event.request(), 1);
    }

    private Future<Void> attempt(ApiRequest request, int attempt) {
        return client.send(request).transform(answer -> judge(request, attempt, answer));
    }

    private Future<Void> judge(ApiRequest request, int attempt, AsyncResult<HttpResponse<Buffer>> answer) {
        if (answer.failed()) {
            return again(request, attempt, answer.cause().getMessage(), Duration.ZERO);
        }
        HttpResponse<Buffer> response = answer.result();
        if (response.statusCode() == UNAVAILABLE) {
            return again(request, attempt, Refusal.text(response), retryAfter(response));
        }
        boolean acknowledged = response.statusCode() / 100 == 2;
        return acknowledged ? Future.succeededFuture() : failure(Refusal.text(response));
    }

    private Future<Void> again(ApiRequest request, int attempt, String reason, Duration retryAfter) {
        if (attempt == retries.tries()) {
            return failure("given up after " + attempt + " tries, " + reason);
        }
        Duration pause = retries.pauseAfter(attempt, retryAfter);
        return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).compose(passed -> attempt(request, attempt + 1));
    }

    private static Future<Void> failure(String reason) {
        return Future.failedFuture(new ApiException(reason));
    }

    private static Duration retryAfter(HttpResponse<Buffer> response) {
        String seconds = response.getHeader(HttpHeaders.RETRY_AFTER.toString());
        // The header may be a date too; the API never sends one, and the own pause is good enough then.
        boolean isNumber = seconds != null && seconds.matches("\\d{1,9}");
        return isNumber ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }
}
