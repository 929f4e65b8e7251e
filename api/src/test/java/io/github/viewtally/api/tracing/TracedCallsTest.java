package io.github.viewtally.api.tracing;

import static io.github.viewtally.api.tracing.Spans.number;
import static io.github.viewtally.api.tracing.Spans.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which request the calls to DynamoDB belong to. */
class TracedCallsTest extends TracingFixture {

    private static final String QUERY = "DynamoDB.Query";

    @Test
    void linksTheRequestsThatShareABatch() {
        Promise<Void> held = api.dynamoDb.hold();
        List<Future<TestResponse>> responses = new ArrayList<>(List.of(begin("first", SAMPLED)));
        ApiUnderTest.until(() -> api.dynamoDb.calls("BatchWriteItem") == 1);
        for (int i = 1; i < 4; i++) {
            responses.add(begin("user" + i, "00-" + hex(i, 32) + "-" + hex(i, 16) + "-01"));
        }
        ApiUnderTest.until(() -> api.inFlight() == 4);
        held.complete();
        responses.forEach(response -> ApiUnderTest.await(response).hasStatus(201));

        List<SpanData> posts = spans.some(POST, 4);
        SpanData batch = spans.some(WRITE, 2).stream()
                .filter(span -> number(span, "db.operation.batch.size") != null)
                .findFirst()
                .orElseThrow();
        assertThat(number(batch, "db.operation.batch.size")).isEqualTo(3);
        SpanData parent = posts.stream()
                .filter(post -> post.getSpanId().equals(batch.getParentSpanId()))
                .findFirst()
                .orElseThrow();
        List<SpanData> others = posts.stream()
                .filter(post -> post != parent && !post.getTraceId().equals(TRACE))
                .toList();
        assertThat(batch.getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(SpanData::getSpanContext).toList());
        assertThat(others).hasSize(2).allSatisfy(post -> assertThat(post.getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactly(batch.getSpanContext()));
        assertThat(parent.getLinks()).isEmpty();
    }

    @Test
    void linksTheWritesOfOneKeyToTheCallThatStoresTheLastOne() {
        Promise<Void> held = api.dynamoDb.hold();
        Future<TestResponse> first = begin("same", "00-" + hex(1, 32) + "-" + hex(1, 16) + "-01");
        ApiUnderTest.until(() -> api.dynamoDb.calls("BatchWriteItem") == 1);
        Future<TestResponse> second = begin("same", "00-" + hex(2, 32) + "-" + hex(2, 16) + "-01");
        Future<TestResponse> third = begin("same", "00-" + hex(3, 32) + "-" + hex(3, 16) + "-01");
        ApiUnderTest.until(() -> api.inFlight() == 3);
        held.complete();
        List.of(first, second, third)
                .forEach(response -> ApiUnderTest.await(response).hasStatus(201));

        SpanData shared = spans.some(WRITE, 2).get(1);
        assertThat(number(shared, "db.operation.batch.size")).isNull();
        assertThat(shared.getLinks()).hasSize(1);
        List<String> traces = List.of(
                shared.getTraceId(), shared.getLinks().get(0).getSpanContext().getTraceId());
        assertThat(traces).containsExactlyInAnyOrder(hex(2, 32), hex(3, 32));
    }

    @Test
    void followsTheFirstRequestOfABatchThatIsSampled() {
        Promise<Void> held = api.dynamoDb.hold();
        Future<TestResponse> first = begin("user1", NOT_SAMPLED);
        ApiUnderTest.until(() -> api.dynamoDb.calls("BatchWriteItem") == 1);
        Future<TestResponse> second = begin("user2", NOT_SAMPLED);
        ApiUnderTest.until(() -> api.inFlight() == 2);
        Future<TestResponse> third = begin("user3", "00-" + hex(3, 32) + "-" + hex(3, 16) + "-01");
        ApiUnderTest.until(() -> api.inFlight() == 3);
        held.complete();
        List.of(first, second, third)
                .forEach(response -> ApiUnderTest.await(response).hasStatus(201));

        assertThat(api.dynamoDb.calls("BatchWriteItem")).isEqualTo(2);
        assertThat(spans.one(WRITE).getParentSpanId()).isEqualTo(spans.one(POST).getSpanId());
        assertThat(spans.one(WRITE).getLinks()).isEmpty();
        assertThat(number(spans.one(WRITE), "db.operation.batch.size")).isEqualTo(2);
    }

    @Test
    void tracesEachCallOfAReadOfSeveralPages() {
        api.dynamoDb.respondOnce("Query", page());
        api.get("/users/alice/votes?limit=5").hasStatus(200);

        SpanData server = spans.one("GET /users/{userId}/votes");
        assertThat(spans.some(QUERY, 2)).allSatisfy(query -> {
            assertThat(query.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(text(query, "db.operation.name")).isEqualTo("Query");
            assertThat(text(query, "db.collection.name")).isEqualTo(FakeDynamoDb.TABLE);
        });
    }

    @Test
    void tracesAllCallsOfADeletionOfSeveralSteps() {
        api.dynamoDb.respondOnce("Query", items(150));
        api.delete("/users/alice").hasStatus(200);

        SpanData server = spans.one("DELETE /users/{userId}");
        assertThat(spans.one(QUERY).getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(spans.some(WRITE, 6))
                .allSatisfy(write -> assertThat(write.getParentSpanId()).isEqualTo(server.getSpanId()));
    }

    /** An empty page of a query that has more items. */
    private static JsonObject page() {
        return new JsonObject().put("Items", new JsonArray()).put("Count", 0).put("LastEvaluatedKey", key(1));
    }

    private static JsonObject items(int count) {
        JsonArray items = new JsonArray();
        for (int i = 0; i < count; i++) {
            items.add(key(i));
        }
        return new JsonObject().put("Items", items).put("Count", count);
    }

    private static JsonObject key(int i) {
        return new JsonObject()
                .put("PK", new JsonObject().put("S", "USER#alice"))
                .put("SK", new JsonObject().put("S", "VOTE#v" + i));
    }
}
