package io.github.viewtally.benchmarks.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The kinds of requests, as bytes. */
public enum RequestKind {
    VIEW(201, 1),
    EVENTS(200, 100),
    SUMMARY(304, 1),
    FIXED(200, 1);

    private static final int USERS = 10_000;
    private static final int VIDEOS = 1_000;

    private final int status;
    private final int size;

    RequestKind(int status, int size) {
        this.status = status;
        this.size = size;
    }

    /** Returns the expected status of the response. */
    int status() {
        return status;
    }

    /** Returns the number of events per request. */
    int size() {
        return size;
    }

    /** Returns enough different requests, so that equal requests are far apart. */
    List<Buffer> prepare(String entityTag) {
        Random random = new Random(1);
        return switch (this) {
            case VIEW ->
                IntStream.range(0, 8_192)
                        .mapToObj(i -> post("/views", view(random, "")))
                        .toList();
            case EVENTS ->
                IntStream.range(0, 128)
                        .mapToObj(i -> post(
                                "/events",
                                IntStream.range(0, size)
                                        .mapToObj(j -> view(random, "\"type\":\"VIEW\","))
                                        .collect(Collectors.joining(",", "{\"events\":[", "]}"))))
                        .toList();
            case SUMMARY -> new ArrayList<>(List.of(get("/videos/5/summary", "If-None-Match: " + entityTag + "\r\n")));
            case FIXED -> new ArrayList<>(List.of(get("/fixed", "If-None-Match: \"0123456789abcdef\"\r\n")));
        };
    }

    private static String view(Random random, String type) {
        return String.format(
                Locale.ROOT,
                "{%s\"userId\":\"%d\",\"videoId\":\"%d\",\"duration\":%d}",
                type,
                random.nextInt(USERS),
                random.nextInt(VIDEOS),
                random.nextInt(600));
    }

    /** Returns a request with a body. */
    public static Buffer post(String path, String json) {
        return Buffer.buffer("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + json.length() + "\r\n\r\n" + json);
    }

    static Buffer get(String path, String headers) {
        return Buffer.buffer("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n");
    }
}
