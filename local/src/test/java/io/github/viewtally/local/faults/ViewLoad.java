package io.github.viewtally.local.faults;

import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Users who watch videos as fast as they can, each view with a timestamp of its own, until the API is gone. */
public final class ViewLoad implements AutoCloseable {

    public static final List<String> USERS = List.of("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
    public static final List<String> VIDEOS = List.of("k0", "k1", "k2");

    private static final Instant FIRST_VIEW = Instant.parse("2022-01-02T00:00:00Z");

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<View> posted = ConcurrentHashMap.newKeySet();
    private final Set<View> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(USERS.size());
    private final List<Future<?>> underWay = new ArrayList<>();

    public ViewLoad(URI api) {
        this.api = api;
    }

    /** Begins, or begins again, with views that were not posted before. */
    public void start() {
        USERS.forEach(user -> underWay.add(threads.submit(() -> postUntilGone(user))));
    }

    private Void postUntilGone(String user) throws InterruptedException {
        boolean stored = true;
        while (stored) {
            int number = numbers.getAndIncrement();
            View view = new View(
                    user,
                    VIDEOS.get(number % VIDEOS.size()),
                    1 + number % 100,
                    Timestamps.format(FIRST_VIEW.plusSeconds(number)));
            posted.add(view);
            stored = isAcknowledged(view);
            if (stored) {
                acknowledged.add(view);
            }
        }
        return null;
    }

    private boolean isAcknowledged(View view) throws InterruptedException {
        JsonObject body = new JsonObject()
                .put("userId", view.userId())
                .put("videoId", view.videoId())
                .put("duration", view.duration())
                .put("timestamp", view.timestamp());
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/views"))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 201;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until all have seen that the API is gone. */
    public void awaitEnd() throws Exception {
        for (Future<?> user : underWay) {
            user.get(30, TimeUnit.SECONDS);
        }
        underWay.clear();
    }

    /** The views of which the API has said that they are stored. */
    public Set<View> acknowledged() {
        return acknowledged;
    }

    /** All views that may be stored. */
    public Set<View> posted() {
        return posted;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
