package io.github.viewtally.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The limits on reads of many items. */
class HeavyReadsTest {

    private abstract static class Held {

        final ApiUnderTest api;
        final HeldWrites table = new HeldWrites();

        Held(ApiUnderTest api) {
            this.api = api;
        }

        Future<TestResponse> begin(String path) throws InterruptedException {
            Future<TestResponse> response = api.begin(HttpMethod.GET, path, Map.of(), Buffer.buffer());
            Class<?> expected = path.endsWith("/summary") ? GetItemRequest.class : QueryRequest.class;
            // A list of a video may also read over how many partitions its events are spread.
            while (!expected.isInstance(table.next().request())) {
                continue;
            }
            return response;
        }

        @AfterEach
        void release() {
            table.release();
        }
    }

    @Nested
    class OfNumber extends Held {

        @RegisterExtension
        static final ApiUnderTest bounded = new ApiUnderTest(Map.of("HEAVY_READS", "2"));

        OfNumber() {
            super(bounded);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "/videos/other/views",
                    "/videos/other/likes",
                    "/videos/other/dislikes",
                    "/users/other/views",
                    "/users/other/votes",
                    "/users/other/export",
                    "/videos/other/stats",
                    "/summaries/videos",
                    "/summaries/users",
                    "/summaries/videos?ids=a,b",
                    "/summaries/users?ids=a,b"
                })
        void isLimited(String path) throws InterruptedException {
            api.dynamoDb.respondAfter(table::hold);
            Future<TestResponse> first = begin("/videos/v/views?limit=10");
            Future<TestResponse> second = begin("/videos/v/stats");

            TestResponse refused = api.get(path);

            refused.isProblem(503);
            assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
            api.get("/health/live").hasStatus(200);
            table.release();
            ApiUnderTest.await(first).hasStatus(200);
            ApiUnderTest.await(second).hasStatus(200);
            api.get(path).hasStatus(200);
        }

        @Test
        void doesNotLimitReadsOfOneItem() throws InterruptedException {
            api.dynamoDb.respondAfter(table::hold);
            Future<TestResponse> first = begin("/videos/v/views");
            Future<TestResponse> second = begin("/videos/v/likes");

            Future<TestResponse> summary = begin("/videos/v/summary");

            table.release();
            ApiUnderTest.await(summary).hasStatus(200);
            ApiUnderTest.await(Future.join(first, second));
        }

        @Test
        void isReleasedAfterFailedReads() throws InterruptedException {
            for (int i = 0; i < 5; i++) {
                api.dynamoDb.failWith(software.amazon.awssdk.services.dynamodb.model.DynamoDbException.builder()
                        .message("down")
                        .build());
                api.get("/videos/v/views").isProblem(503);
                api.dynamoDb.reset();
            }

            api.get("/videos/v/views").hasStatus(200);
        }
    }

    @Nested
    class OfMemory extends Held {

        @RegisterExtension
        static final ApiUnderTest bounded = new ApiUnderTest(Map.of("HEAVY_READ_MIB", "1"));

        OfMemory() {
            super(bounded);
        }

        @Test
        void isLimitedByTheRequestedItems() throws InterruptedException {
            api.dynamoDb.respondAfter(table::hold);
            Future<TestResponse> small = begin("/videos/v/views?limit=100");
            Future<TestResponse> another = begin("/videos/v/views?limit=100");

            api.get("/videos/v/views?limit=1000").isProblem(503);

            table.release();
            ApiUnderTest.await(small).hasStatus(200);
            ApiUnderTest.await(another).hasStatus(200);
        }

        @Test
        void isLimitedByTheItemsOfAllPartitionsOfAHotVideo() throws InterruptedException {
            api.dynamoDb.store(SpreadItems.toItem("hot", 64));
            api.get("/videos/hot/views").hasStatus(200);
            api.dynamoDb.respondAfter(table::hold);
            Future<TestResponse> hot = begin("/videos/hot/views?limit=100");

            api.get("/videos/v/views?limit=100").isProblem(503);

            table.release();
            ApiUnderTest.await(hot).hasStatus(200);
            api.get("/videos/v/views?limit=100").hasStatus(200);
        }

        @Test
        void acceptsALargeReadIfNoOtherIsInFlight() {
            api.get("/videos/v/views?limit=1000").hasStatus(200);
            api.get("/videos/v/stats?step=day&from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")
                    .hasStatus(200);
        }
    }
}
