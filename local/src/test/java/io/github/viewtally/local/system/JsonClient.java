package io.github.viewtally.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of the API for tests. Thread-safe. */
public final class JsonClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();

    public JsonClient(URI api) {
        this.api = api;
    }

    /** Returns a resource. The status must be 200. */
    public JsonObject get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode())
                .as("GET %s: %s", path, response.body())
                .isEqualTo(200);
        return new JsonObject(response.body());
    }

    /** Returns the items of all pages of a list. */
    public List<JsonObject> list(String path) throws IOException, InterruptedException {
        List<JsonObject> items = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String cursor = "";
        while (cursor != null) {
            JsonObject page = get(path + (cursor.isEmpty() ? "" : separator + "cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> items.add((JsonObject) item));
            cursor = page.getString("nextCursor");
        }
        return items;
    }

    /** Posts an event and returns the stored event. The status must be 200 or 201. */
    public JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", path, body);
        assertThat(response.statusCode())
                .as("POST %s: %s", path, response.body())
                .isBetween(200, 201);
        return new JsonObject(response.body());
    }

    /** Deletes a resource. The status must be 204. */
    public void delete(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("DELETE", path);
        assertThat(response.statusCode())
                .as("DELETE %s: %s", path, response.body())
                .isEqualTo(204);
    }

    /** Sends a request without a body. Any status is accepted. */
    public HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** Sends a request with a body. Any status is accepted. */
    public HttpResponse<String> send(String method, String path, JsonObject body)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body.encode()))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(TIMEOUT);
    }

    /** Returns the sum of all metrics that start with this name or with this name and its labels. */
    public double metric(String series) throws IOException, InterruptedException {
        return send("GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }
}
