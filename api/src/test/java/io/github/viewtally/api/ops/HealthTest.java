package io.github.viewtally.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The metrics. */
class HealthTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void isLiveAndReadyIfTheTableResponds() {
        assertThat(api.get("/health/live").hasStatus(200).json().getString("status"))
                .isEqualTo("up");
        assertThat(api.get("/health/ready").hasStatus(200).json().getString("status"))
                .isEqualTo("ready");
    }

    @Test
    void isLiveEvenIfTheTableDoesNotRespond() {
        api.dynamoDb.respondAfter(request -> new CompletableFuture<>());

        api.get("/health/live").hasStatus(200);
    }

    @Test
    void isNotReadyIfTheTableFails() {
        api.dynamoDb.failWith(SdkClientException.create("secret"));

        TestResponse response = api.get("/health/ready");

        response.isProblem(503);
        assertThat(response.headers().get("Retry-After")).isEqualTo("1");
        assertThat(response.body().toString()).doesNotContain("secret");
        api.get("/health/live").hasStatus(200);
    }

    @Test
    void isReadyAgainAfterTheTableRecovers() {
        api.dynamoDb.failWith(SdkClientException.create("secret"));
        api.get("/health/ready").isProblem(503);

        api.dynamoDb.reset();

        api.get("/health/ready").hasStatus(200);
    }

    @Nested
    class Remembering {

        @RegisterExtension
        static final ApiUnderTest patient = new ApiUnderTest(Map.of("READINESS_KEPT_MILLIS", "60000"));

        @Test
        void probesTheTableOnceForManyRequests() throws InterruptedException {
            HeldWrites table = new HeldWrites();
            patient.dynamoDb.respondAfter(table::hold);

            List<Future<TestResponse>> responses = IntStream.range(0, 20)
                    .mapToObj(i -> patient.begin(HttpMethod.GET, "/health/ready", Map.of(), Buffer.buffer()))
                    .toList();
            HeldWrites.HeldCall probe = table.next();
            patient.get("/health/live").hasStatus(200);
            probe.response().complete(null);

            responses.forEach(response -> ApiUnderTest.await(response).hasStatus(200));
            patient.get("/health/ready").hasStatus(200);
            assertThat(table.arrived()).isEqualTo(1);
        }
    }
}
