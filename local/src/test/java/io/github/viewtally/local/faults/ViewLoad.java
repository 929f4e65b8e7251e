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

/** Users who post views as fast as they can until the API stops responding. Each view has its own timestamp. */
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
    private final List<Future<?>> running = new ArrayList<>();

    public ViewLoad(URI api) {
        this.api = api;
    }

    /** Starts the load, or starts it again with new views. */
    public void start() {
        USERS.forEach(user -> running.add(threads.submit(() -> postUntilFailure(user))));
    }

    private Void postUntilFailure(String user) throws InterruptedException {
        while (post(user)) {
            continue;
        }
        return null;
    }

    /** Posts a view; returns whether it is acknowledged. */
    public boolean post(String user) throws InterruptedException {
        int number = numbers.getAndIncrement();
        View view = new View(
                user,
                VIDEOS.get(number % VIDEOS.size()),
                1 + number % 100,
                Timestamps.format(FIRST_VIEW.plusSeconds(number)));
        posted.add(view);
        boolean stored = isAcknowledged(view);
        if (stored) {
            acknowledged.add(view);
        }
        return stored;
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
        } catch (IOException noResponse) {
            return false;
        }
    }

    /** Waits until all users have noticed that the API does not respond. */
    public void awaitEnd() throws Exception {
        for (Future<?> user : running) {
            user.get(30, TimeUnit.SECONDS);
        }
        running.clear();
    }

    /** The views that the API has acknowledged. */
    public Set<View> acknowledged() {
        return acknowledged;
    }

    /** All views that were posted, acknowledged or not. */
    public Set<View> posted() {
        return posted;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
