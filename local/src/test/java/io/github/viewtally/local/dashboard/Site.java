package io.github.viewtally.local.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.SummaryItems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The whole system with the dashboard, on free ports. */
final class Site implements AutoCloseable {

    private static final int MAX_BATCH = 25;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestTable table = new TestTable();
    private final Map<String, String> settings;
    private LocalSystem system;
    private URI url;

    Site() {
        this(Map.of());
    }

    /** Starts a system with additional settings. */
    Site(Map<String, String> settings) {
        this.settings = settings;
        system = start("0");
        url = system.url();
    }

    private LocalSystem start(String httpPort) {
        Map<String, String> env = new HashMap<>(settings);
        // An audit would repair the totals of summaries that a test stores without events.
        env.putAll(Map.of("HTTP_PORT", httpPort, "AUDIT_SECONDS", "0"));
        env.putAll(table.systemSettings());
        return LocalSystem.start(LocalConfig.fromEnv(env), StackTemplate.load(Map.of("BatchingWindowSeconds", "0")));
    }

    URI url() {
        return url;
    }

    void stop() {
        system.close();
    }

    /** Starts the system again on the same port. */
    void restart() {
        system = start(Integer.toString(url.getPort()));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).build());
    }

    void post(String path, JsonObject event) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event.encode()))
                .build());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    }

    void postAll(List<JsonObject> events) {
        for (int from = 0; from < events.size(); from += 100) {
            List<JsonObject> some = events.subList(from, Math.min(events.size(), from + 100));
            post("/events", new JsonObject().put("events", new JsonArray(some)));
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts a summary into the table. Its views are any number that DynamoDB accepts. */
    void storeSummary(String videoId, String views, long duration) {
        store(withViews(views, summary(SummaryKey.video(videoId), new Counts(0, duration, 0, 0))));
    }

    /** Puts the totals of everything into the table. Their views are any number that DynamoDB accepts. */
    void storeTotals(String views, long duration) {
        store(withViews(views, siteSummary(new Counts(0, duration, 0, 0))));
    }

    private static Map<String, AttributeValue> withViews(String views, Map<String, AttributeValue> item) {
        item.put(Keys.VIEWS, AttributeValue.fromN(views));
        return item;
    }

    /** Puts an hour of a video into the table. */
    void storeHour(String videoId, Instant time, String views, long duration) {
        Map<String, AttributeValue> item = new HashMap<>(HourItems.key(HourKey.of(SummaryKey.video(videoId), time)));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.hourType(SummaryKey.Kind.VIDEO)));
        item.put(Keys.VIDEO_ID, AttributeValue.fromS(videoId));
        item.put(Keys.VIEWS, AttributeValue.fromN(views));
        item.put(Keys.DURATION, number(duration));
        store(item);
    }

    private void store(Map<String, AttributeValue> item) {
        table.put(item);
    }

    /** Puts summaries of videos into the table, and their totals, with the attributes that aggregators write. */
    void storeSummaries(Map<String, Counts> videos) {
        List<WriteRequest> writes = new ArrayList<>();
        videos.forEach((id, counts) -> {
            Map<String, AttributeValue> item = summary(SummaryKey.video(id), counts);
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
        });
        Counts totals = videos.values().stream().reduce(Counts.ZERO, Counts::plus);
        writes.add(WriteRequest.builder()
                .putRequest(put -> put.item(siteSummary(totals)))
                .build());
        for (int from = 0; from < writes.size(); from += MAX_BATCH) {
            List<WriteRequest> some = writes.subList(from, Math.min(writes.size(), from + MAX_BATCH));
            assertThat(table.client()
                            .batchWriteItem(request -> request.requestItems(Map.of(TestTable.NAME, some)))
                            .unprocessedItems())
                    .isEmpty();
        }
    }

    private static Map<String, AttributeValue> summary(SummaryKey key, Counts counts) {
        Map<String, AttributeValue> item = counters(key, counts);
        item.put(Keys.GSI2PK, AttributeValue.fromS(RankKeys.summaryBucket(key)));
        item.put(Keys.GSI2SK, AttributeValue.fromS(RankKeys.summaryRank(key, counts.views())));
        return item;
    }

    private static Map<String, AttributeValue> siteSummary(Counts counts) {
        return counters(SiteItems.buckets().get(0), counts);
    }

    private static Map<String, AttributeValue> counters(SummaryKey key, Counts counts) {
        Map<String, AttributeValue> item = new HashMap<>(SummaryItems.key(key));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.summaryType(key.kind())));
        item.put(Keys.idAttribute(key.kind()), AttributeValue.fromS(key.id()));
        item.put(Keys.VIEWS, number(counts.views()));
        item.put(Keys.DURATION, number(counts.duration()));
        item.put(Keys.LIKES, number(counts.likes()));
        item.put(Keys.DISLIKES, number(counts.dislikes()));
        return item;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    @Override
    public void close() {
        system.close();
        table.close();
    }
}
