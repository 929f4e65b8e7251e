package io.github.viewtally.api.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Every route that uses the table returns 503 for every failure of DynamoDB, without its message. */
@Order(2)
class UnavailableTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void respondsWith503IfTheTableFails(ContractOperation operation, SdkException failure) {
        api.dynamoDb.failWith(failure);

        TestResponse response = send(operation);

        response.isProblem(503);
        assertThat(response.headers().get("Retry-After")).isEqualTo("1");
        assertThat(response.body().toString()).doesNotContain("secret", "DynamoDb", "Throughput", "timeout");
        assertThat(api.dynamoDb.calls()).isNotEmpty();
    }

    static Stream<Arguments> respondsWith503IfTheTableFails() {
        return operationsOnTheTable().flatMap(operation -> failures().map(failure -> arguments(operation, failure)));
    }

    private static Stream<SdkException> failures() {
        return Stream.of(
                SdkClientException.create("Unable to execute HTTP request: secret"),
                ApiCallTimeoutException.create(5_000),
                DynamoDbException.builder().statusCode(500).message("secret").build(),
                ResourceNotFoundException.builder()
                        .statusCode(400)
                        .message("secret")
                        .build(),
                ProvisionedThroughputExceededException.builder()
                        .statusCode(400)
                        .message("secret")
                        .build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsOnTheTable")
    void respondsAgainAfterTheTableRecovers(ContractOperation operation) {
        api.dynamoDb.failWith(SdkClientException.create("secret"));
        send(operation).isProblem(503);

        api.dynamoDb.reset();

        assertThat(send(operation).status()).isBetween(200, 204);
    }

    @Test
    void failsADeleteOfAViewIfOneSpellingIsNotDeleted() {
        api.dynamoDb.writeAtMost(0);

        api.delete("/users/u/views/v/2022-01-02T00:30:25Z").isProblem(503);
    }

    @Test
    void failsAListOfSummariesIfOneBucketFails() {
        AtomicInteger queries = new AtomicInteger();
        api.dynamoDb.respondAfter(request -> queries.incrementAndGet() == 8
                ? CompletableFuture.failedFuture(SdkClientException.create("secret"))
                : CompletableFuture.completedFuture(null));

        api.get("/summaries/videos").isProblem(503);
    }

    private static Stream<ContractOperation> operationsOnTheTable() {
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> !List.of("live", "metrics", "contract").contains(operation.id()));
    }

    private static TestResponse send(ContractOperation operation) {
        boolean post = operation.method().equals(HttpMethod.POST);
        return api.send(
                operation.method(),
                operation.sampleUri(),
                post ? ApiUnderTest.JSON : Map.of(),
                Buffer.buffer(Samples.body(operation.path())));
    }
}
