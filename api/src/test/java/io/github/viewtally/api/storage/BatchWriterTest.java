package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Compares the event loop's writer with the SDK's: the requests they send, and how they read each kind of response. */
@ExtendWith(VertxExtension.class)
class BatchWriterTest extends BatchWriterFixture {
    @Test
    void sendsTheSameRequestAsTheSdk() throws Exception {
        assertThat(write(sdkWriter())).isEmpty();
        assertThat(write(writer())).isEmpty();

        WireRequest theirs = received.take();
        WireRequest ours = received.take();
        assertThat(ours.method()).isEqualTo(HttpMethod.POST).isEqualTo(theirs.method());
        assertThat(ours.uri()).isEqualTo(theirs.uri());
        assertThat(new JsonObject(ours.body())).isEqualTo(new JsonObject(theirs.body()));
        for (String name : List.of("host", "x-amz-target", "content-type", "x-amz-security-token")) {
            assertThat(ours.header(name)).as(name).isNotNull().isEqualTo(theirs.header(name));
        }
    }

    @Test
    void signsRequestsAsAwsSpecifies() throws Exception {
        write(writer());

        WireRequest ours = received.take();
        assertThat(ours.signedHeaders()).contains("host", "x-amz-date", "x-amz-target", "x-amz-security-token");
        assertThat(ours.header("authorization"))
                .isEqualTo(ours.authorization(CREDENTIALS, Region.EU_CENTRAL_1.id(), "dynamodb"));
    }

    @Test
    void returnsTheKeysThatAreLeftUnprocessed() throws Exception {
        responder = request -> request.response()
                .end("{\"UnprocessedItems\":" + new JsonObject(received.peek().body()).getJsonObject("RequestItems")
                        + "}");

        Set<ItemWrite.ItemKey> keys = WRITES.stream().map(ItemWrite::key).collect(Collectors.toSet());
        assertThat(write(writer())).isEqualTo(keys);
        assertThat(write(sdkWriter())).isEqualTo(keys);
    }

    @ParameterizedTest(name = "{1} with {0}")
    @CsvSource({
        "400, com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException, true",
        "400, com.amazonaws.dynamodb.v20120810#ThrottlingException, true",
        "400, com.amazon.coral.validate#ValidationException, false",
        "500, com.amazonaws.dynamodb.v20120810#InternalServerError, false"
    })
    void failsAsTheSdkDoes(int status, String type, boolean throttled) {
        responder = respondWith(status, "{\"__type\":\"" + type + "\",\"message\":\"why\"}");

        DynamoDbException failure = failure(writer(), DynamoDbException.class);

        DynamoDbException theirs = failure(sdkWriter(), DynamoDbException.class);
        assertThat(failure.statusCode()).isEqualTo(status).isEqualTo(theirs.statusCode());
        assertThat(failure.awsErrorDetails().errorCode())
                .isEqualTo(theirs.awsErrorDetails().errorCode());
        assertThat(failure.isThrottlingException()).isEqualTo(throttled).isEqualTo(theirs.isThrottlingException());
        assertThat(failure.getMessage()).contains("why");
    }

    @Test
    void failsWithTheStatusOfAnErrorThatIsNotJson() {
        responder = respondWith(502, "<html>");

        assertThat(failure(writer(), DynamoDbException.class).statusCode()).isEqualTo(502);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"", "[]", "{", "{\"UnprocessedItems\":[]}", "{\"UnprocessedItems\":{\"table\":[{}]}}"})
    void failsIfTheResponseCannotBeRead(String body) {
        responder = respondWith(200, body);

        failure(writer(), SdkClientException.class);
    }

    @Test
    void failsIfTheConnectionIsCut() {
        responder = request -> request.connection().close();

        failure(writer(), SdkClientException.class);
    }

    @Test
    void failsIfTheConnectionIsRefused() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);

        failure(writer(), SdkClientException.class);
    }

    @Test
    void timesOutWithoutAResponseAndWritesAgain() throws Exception {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        responder = request -> request.connection().closeHandler(end -> cut.complete(null));
        BatchWriter writer = writer(100);

        failure(writer, ApiCallTimeoutException.class);

        cut.get(20, TimeUnit.SECONDS);
        responder = respondWith(200, DONE);
        assertThat(write(writer)).isEmpty();
    }

    @Test
    void requestsCredentialsOnceAndOnAWorkerThread() throws Exception {
        List<String> askedOn = new ArrayList<>();
        try (DynamoDbAsyncClient slow = sdk(() -> {
            askedOn.add(Thread.currentThread().getName());
            return CREDENTIALS;
        })) {
            BatchWriter writer = writer(slow, 5_000);
            write(writer);
            write(writer);
        }

        assertThat(askedOn).singleElement().asString().contains("worker");
    }

    @Test
    void sendsNothingAfterItHasTimedOut() throws Exception {
        CompletableFuture<AwsSessionCredentials> late = new CompletableFuture<>();
        try (DynamoDbAsyncClient slow = sdk(late::join)) {
            BatchWriter writer = writer(slow, 100);
            failure(writer, ApiCallTimeoutException.class);

            late.complete(CREDENTIALS);
            write(writer());
            write(writer);
        }

        assertThat(received)
                .as("one request of each writer, none of the one that timed out")
                .hasSize(2);
    }

    @Test
    void requestsCredentialsAgainAfterAFailure() throws Exception {
        List<String> asked = new ArrayList<>();
        try (DynamoDbAsyncClient failing = sdk(() -> {
            asked.add("");
            if (asked.size() == 1) {
                throw SdkClientException.create("no credentials yet");
            }
            return CREDENTIALS;
        })) {
            BatchWriter writer = writer(failing, 5_000);

            assertThat(failure(writer, SdkClientException.class)).hasMessageContaining("no credentials yet");
            assertThat(write(writer)).isEmpty();
        }
    }
}
