package io.github.viewtally.local.faults;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client of the API that retries correctly: it repeats a request after a 503 or without a response, up to ten attempts.
 * Thread-safe.
 */
final class RetryingClient {

    private static final int MAX_ATTEMPTS = 10;

    /** The value of the API's Retry-After header. */
    private static final int PAUSE_SECONDS = 1;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    RetryingClient(URI api) {
        this.api = api;
    }

    /** Posts an event. Returns whether it was acknowledged. */
    boolean post(String path, JsonObject body) throws InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body.encode()));
    }

    /** Deletes an event. Returns whether the deletion was acknowledged. */
    boolean delete(String path) throws InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    private boolean send(String method, String path, BodyPublisher body) throws InterruptedException {
        sent.increment();
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .header("content-type", "application/json")
                .timeout(TIMEOUT)
                .method(method, body)
                .build();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (isAcknowledged(request)) {
                acknowledged.increment();
                return true;
            }
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
        return false;
    }

    private boolean isAcknowledged(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 503) {
                refused.increment();
                return false;
            }
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(request + ": status " + response.statusCode() + " " + response.body());
            }
            return true;
        } catch (IOException e) {
            unanswered.increment();
            return false;
        }
    }

    /** Number of events and deletions that were sent, without retries. */
    long sent() {
        return sent.sum();
    }

    /** Number of acknowledged events and deletions. */
    long acknowledged() {
        return acknowledged.sum();
    }

    /** Number of attempts with a 503. */
    long refused() {
        return refused.sum();
    }

    /** Number of attempts without a response. */
    long unanswered() {
        return unanswered.sum();
    }
}
