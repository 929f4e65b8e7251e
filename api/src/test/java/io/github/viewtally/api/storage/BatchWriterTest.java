package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Compares the event loop's writer with the SDK's: the requests they send, and how they read each kind of response. */
@ExtendWith(VertxExtension.class)
class BatchWriterTest {

    private static final String HOST = "127.0.0.1";
    private static final String TABLE = "table";
    private static final String DONE = "{\"UnprocessedItems\":{}}";
    private static final AwsSessionCredentials CREDENTIALS = AwsSessionCredentials.create("key", "secret", "token");

    /** Characters that JSON escapes. */
    private static final String STRANGE = "\"\\/\b\n\t\u0000\u007f\u00e9\u2028\ud83d\ude00";

    private static final List<ItemWrite> WRITES = List.of(
            ItemWrite.put(Map.of(
                    "PK", AttributeValue.fromS("USER#1"),
                    "SK", AttributeValue.fromS(STRANGE),
                    "duration", AttributeValue.fromN("42"))),
            ItemWrite.delete(
                    Map.of("PK", AttributeValue.fromS("USER#2"), "SK", AttributeValue.fromS("VOTE#" + STRANGE))));

    private final BlockingQueue<WireRequest> received = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Handler<HttpServerRequest> answer = answering(200, DONE);
    private HttpServer server;
    private DynamoDbAsyncClient sdk;

    private static Handler<HttpServerRequest> answering(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    @BeforeEach
    void startServer(Vertx vertx) throws Exception {
        this.vertx = vertx;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(WireRequest.of(request, body));
                    answer.handle(request);
                }))
                .listen(0, HOST)
                .await(20, TimeUnit.SECONDS);
        sdk = sdk(StaticCredentialsProvider.create(CREDENTIALS));
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    private DynamoDbAsyncClient sdk(AwsCredentialsProvider credentials) {
        return DynamoDbAsyncClient.builder()
                .httpClientBuilder(AwsCrtAsyncHttpClient.builder())
                .endpointOverride(URI.create("http://" + HOST + ":" + server.actualPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(once -> once.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private BatchWriter sdkWriter() {
        return new SdkBatchWriter(vertx, sdk, TABLE);
    }

    private BatchWriter writer() {
        return writer(5_000);
    }

    private BatchWriter writer(long timeoutMillis) {
        return writer(sdk, timeoutMillis);
    }

    private BatchWriter writer(DynamoDbAsyncClient like, long timeoutMillis) {
        return new EventLoopBatchWriter(
                vertx,
                like.serviceClientConfiguration(),
                TABLE,
                new DynamoDbMetrics(Registries.empty()),
                timeoutMillis);
    }

    /** Writes on an event loop, as the write queue does. */
    private Set<ItemWrite.ItemKey> write(BatchWriter writer) throws Exception {
        Promise<Set<ItemWrite.ItemKey>> result = Promise.promise();
        vertx.runOnContext(turn -> writer.write(WRITES).onComplete(result));
        return result.future().await(20, TimeUnit.SECONDS);
    }

    private <T extends Throwable> T failure(BatchWriter writer, Class<T> type) {
        Throwable failure = DynamoDbErrors.unwrap(catchThrowable(() -> write(writer)));
        assertThat(failure).isInstanceOf(type);
        return type.cast(failure);
    }

    @Test
    void sendsWhatTheSdkSends() throws Exception {
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
    void signsByTheRulesOfAws() throws Exception {
        write(writer());

        WireRequest ours = received.take();
        assertThat(ours.signedHeaders()).contains("host", "x-amz-date", "x-amz-target", "x-amz-security-token");
        assertThat(ours.header("authorization"))
                .isEqualTo(ours.authorization(CREDENTIALS, Region.EU_CENTRAL_1.id(), "dynamodb"));
    }

    @Test
    void returnsTheKeysThatAreLeftUnprocessed() throws Exception {
        answer = request -> request.response()
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
        answer = answering(status, "{\"__type\":\"" + type + "\",\"message\":\"why\"}");

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
        answer = answering(502, "<html>");

        assertThat(failure(writer(), DynamoDbException.class).statusCode()).isEqualTo(502);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"", "[]", "{", "{\"UnprocessedItems\":[]}", "{\"UnprocessedItems\":{\"table\":[{}]}}"})
    void failsIfTheResponseCannotBeRead(String body) {
        answer = answering(200, body);

        failure(writer(), SdkClientException.class);
    }

    @Test
    void failsIfTheConnectionIsCut() {
        answer = request -> request.connection().close();

        failure(writer(), SdkClientException.class);
    }

    @Test
    void failsIfNobodyListens() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);

        failure(writer(), SdkClientException.class);
    }

    @Test
    void timesOutWithoutAResponseAndWritesAgain() throws Exception {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        answer = request -> request.connection().closeHandler(end -> cut.complete(null));
        BatchWriter writer = writer(100);

        failure(writer, ApiCallTimeoutException.class);

        cut.get(20, TimeUnit.SECONDS);
        answer = answering(200, DONE);
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
