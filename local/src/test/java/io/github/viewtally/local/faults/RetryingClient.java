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
 * A client of the API as it should be: what is refused with a 503, or not answered, it sends again as it is, until it is
 * acknowledged or has been tried ten times.
 */
final class RetryingClient {

    private static final int TRIES = 10;

    /** What the API asks for by Retry-After. */
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

    /** Whether it has been acknowledged in the end. */
    boolean post(String path, JsonObject body) throws InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body.encode()));
    }

    /** Whether it has been acknowledged in the end. */
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
        for (int tried = 0; tried < TRIES; tried++) {
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
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                refused.increment();
                return false;
            }
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(request + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return true;
        } catch (IOException e) {
            unanswered.increment();
            return false;
        }
    }

    /** How many events were to be stored or removed. */
    long sent() {
        return sent.sum();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /** How many tries were answered with a 503. */
    long refused() {
        return refused.sum();
    }

    /** How many tries were not answered. */
    long unanswered() {
        return unanswered.sum();
    }
}
