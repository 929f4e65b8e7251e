package io.github.viewtally.api.tracing;

import static io.github.viewtally.api.tracing.Spans.number;
import static io.github.viewtally.api.tracing.Spans.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The spans of requests, and what they say. */
class TracedRequestsTest extends TracingFixture {

    @Test
    void continuesTheTraceOfTheClientToTheWrite() {
        ApiUnderTest.await(begin("alice", SAMPLED)).hasStatus(201);

        SpanData server = spans.one(POST);
        assertThat(server.getTraceId()).isEqualTo(TRACE);
        assertThat(server.getParentSpanId()).isEqualTo(CLIENT_SPAN);
        assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(text(server, "http.request.method")).isEqualTo("POST");
        assertThat(text(server, "url.scheme")).isEqualTo("http");
        assertThat(text(server, "http.route")).isEqualTo("/views");
        assertThat(number(server, "http.response.status_code")).isEqualTo(201);
        assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);

        SpanData write = spans.one(WRITE);
        assertThat(write.getTraceId()).isEqualTo(TRACE);
        assertThat(write.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(write.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(text(write, "db.system.name")).isEqualTo("aws.dynamodb");
        assertThat(text(write, "db.operation.name")).isEqualTo("BatchWriteItem");
        assertThat(text(write, "db.collection.name")).isEqualTo(FakeDynamoDb.TABLE);
        assertThat(number(write, "db.operation.batch.size")).isNull();
        assertThat(write.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void beginsATraceWithoutTheClientsOne() {
        api.post("/views", view("alice")).hasStatus(201);

        assertThat(spans.one(POST).getParentSpanContext().isValid()).isFalse();
        assertThat(spans.one(WRITE).getTraceId()).isEqualTo(spans.one(POST).getTraceId());
    }

    @Test
    void recordsFailures() {
        api.dynamoDb.failWith("ResourceNotFoundException");
        TestResponse response = api.post("/views", view("alice"));

        response.isProblem(503);
        SpanData server = spans.one(POST);
        assertThat(response.json().getString("traceId")).isEqualTo(server.getTraceId());
        assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(server, "error.type")).isEqualTo("503");
        assertThat(spans.one(WRITE).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(spans.one(WRITE), "error.type")).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void doesNotCallARefusedRequestAnError() {
        TestResponse response = api.post("/views", "{}");

        response.isProblem(400, "#/userId", "#/videoId", "#/duration");
        assertThat(spans.one(POST).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(response.json().getString("traceId"))
                .isEqualTo(spans.one(POST).getTraceId());
    }

    @Test
    void recordsNoIdTokenQueryOrBody() {
        api.post("/views", view("secret")).hasStatus(201);
        api.get("/users/secret/votes?limit=5").hasStatus(200);
        api.get("/secret?secret=secret").hasStatus(404);
        ApiUnderTest.await(api.begin(HttpMethod.valueOf("SECRET"), "/secret", Map.of("Authorization", "secret"), ""));

        assertThat(spans.some("HTTP", 1)).hasSize(1);
        assertThat(text(spans.one("HTTP"), "http.request.method")).isEqualTo("_OTHER");
        assertThat(spans.one("GET").getAttributes().size()).isEqualTo(3);
        assertThat(spans.all().toString()).doesNotContainIgnoringCase("secret");
    }

    @Test
    void keepsTheDecisionOfTheClientNotToSample() {
        TestResponse response = ApiUnderTest.await(begin("alice", NOT_SAMPLED));
        TestResponse refused =
                ApiUnderTest.await(api.begin(HttpMethod.GET, "/nothing", Map.of("traceparent", NOT_SAMPLED), ""));

        response.hasStatus(201);
        assertThat(refused.json().getString("traceId")).isEqualTo(TRACE);
        assertThat(spans.all()).isEmpty();
    }

    @Test
    void doesNotTraceTheManagementPort() {
        assertThat(api.statusOfManagement("/health/ready")).isEqualTo(200);
        assertThat(api.statusOfManagement("/metrics")).isEqualTo(200);

        assertThat(spans.all()).isEmpty();
    }
}
