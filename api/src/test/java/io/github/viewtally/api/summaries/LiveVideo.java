package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** A video that no other test uses, because responses stay in the cache for a second. */
final class LiveVideo {

    private static final AtomicInteger VIDEOS = new AtomicInteger();

    private final ApiUnderTest api;
    private final String id = "v" + VIDEOS.incrementAndGet();

    LiveVideo(ApiUnderTest api) {
        this.api = api;
    }

    String summary() {
        return "/videos/" + id + "/summary";
    }

    String live() {
        return summary() + "/live";
    }

    RawHttp listen(String... headers) throws IOException {
        return new RawHttp(api.port())
                .sendHead(Stream.concat(Stream.of("GET " + live() + " HTTP/1.1", "Host: viewtally"), Stream.of(headers))
                        .toArray(String[]::new));
    }

    void setViews(int views) {
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video(id), new Counts(views, 0, 0, 0)));
    }

    /** Returns the event with this number of views. Its tag is that of the polled response, which must have them too. */
    String event(int views) {
        String json = "{\"videoId\":\"" + id + "\",\"views\":" + views
                + ",\"duration\":0,\"likes\":0,\"dislikes\":0,\"viewers\":0}";
        TestResponse polled = api.get(summary());
        assertThat(polled.body()).hasToString(json);
        return "id: " + polled.headers().get("ETag") + "\ndata: " + json + "\n\n";
    }

    /** Returns the number of times that its summary was read from the table. */
    long reads() {
        return api.dynamoDb.calls().stream()
                .map(call -> ((GetItemRequest) call).key().get("PK").s())
                .filter(("VIDEO#" + id)::equals)
                .count();
    }

    /** Awaits the end of all streams, of other videos too. */
    void awaitEndOfStreams() {
        ApiUnderTest.until(() -> api.gauge("live.streams") == 0 && api.gauge("live.watched") == 0);
    }

    void awaitReads(long count) {
        ApiUnderTest.until(() -> reads() >= count);
    }
}
