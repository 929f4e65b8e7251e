package io.github.viewtally.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The warm-up before the port opens. */
class WarmUpTest {

    private static final Map<String, String> ON = Map.of("WARM_UP", "true");

    @Nested
    class OverATable {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(ON);

        @Test
        void readsAListBeforeTheFirstRequest() {
            assertThat(api.dynamoDb.calls()).isNotEmpty().hasOnlyElementsOfType(QueryRequest.class);

            api.get("/summaries/videos").hasStatus(200);
        }
    }

    @Nested
    class OverATableThatFails {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(ON);

        static {
            api.dynamoDb.failWith(SdkClientException.create("no table"));
        }

        @Test
        void startsWithoutTheTable() {
            api.get("/health/live").hasStatus(200);
            api.get("/health/ready").isProblem(503);
        }
    }

    @Nested
    class OverATableThatDoesNotRespond {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(ON);

        static {
            api.dynamoDb.respondAfter(request -> new CompletableFuture<>());
        }

        @Test
        void startsWithoutTheTable() {
            api.get("/health/live").hasStatus(200);
        }
    }
}
