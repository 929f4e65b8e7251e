package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.viewtally.api.ops.Registries;
import io.vertx.core.Handler;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What goes over the wire, beside what the SDK's own client sends; and what becomes of each kind of answer. */
@ExtendWith(VertxExtension.class)
class BatchWriteClientTest {

    private static final String HOST = "127.0.0.1";
    private static final String DONE = "{\"UnprocessedItems\":{}}";
    private static final AwsSessionCredentials CREDENTIALS = AwsSessionCredentials.create("key", "secret", "token");

    /** Texts that JSON writes in ways of its own. */
    private static final String STRANGE = "\"\\/\b\n\t\u0000\u007f\u00e9\u2028\ud83d\ude00";

    private static final BatchWriteItemRequest REQUEST = BatchWriteItemRequest.builder()
            .requestItems(Map.of(
                    "table",
                    List.of(
                            put(Map.of(
                                    "PK", AttributeValue.fromS("USER#1"),
                                    "SK", AttributeValue.fromS(STRANGE),
                                    "duration", AttributeValue.fromN("42"))),
                            delete(Map.of(
                                    "PK", AttributeValue.fromS("USER#2"),
                                    "SK", AttributeValue.fromS("VOTE#" + STRANGE))))))
            .build();

    private final BlockingQueue<WireRequest> received = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Handler<HttpServerRequest> answer = answering(200, DONE);
    private HttpServer server;
    private DynamoDbAsyncClient sdk;

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    private static WriteRequest delete(Map<String, AttributeValue> key) {
        return WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build();
    }

    private static Handler<HttpServerRequest> answering(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    @BeforeEach
    void listens(Vertx vertx) throws Exception {
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
    void closes() {
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

    private BatchWriteClient client(long callMillis) {
        return client(sdk, callMillis);
    }

    private BatchWriteClient client(DynamoDbAsyncClient like, long callMillis) {
        return new BatchWriteClient(
                vertx, like.serviceClientConfiguration(), new DynamoDbMetrics(Registries.empty()), callMillis);
    }

    /** A call as the write queue makes it, on an event loop. */
    private BatchWriteItemResponse call(BatchWriteClient client) throws Exception {
        CompletableFuture<BatchWriteItemResponse> end = new CompletableFuture<>();
        vertx.runOnContext(turn -> client.batchWriteItem(REQUEST).whenComplete((done, failure) -> {
            if (failure == null) {
                end.complete(done);
            } else {
                end.completeExceptionally(failure);
            }
        }));
        return end.get(20, TimeUnit.SECONDS);
    }

    private <T extends Throwable> T failure(BatchWriteClient client, Class<T> type) {
        Throwable failure = catchThrowableOfType(ExecutionException.class, () -> call(client))
                .getCause();
        assertThat(failure).isInstanceOf(type);
        return type.cast(failure);
    }

    @Test
    void sendsWhatTheSdkSends() throws Exception {
        sdk.batchWriteItem(REQUEST).get(20, TimeUnit.SECONDS);
        assertThat(call(client(5_000)).unprocessedItems()).isEmpty();

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
        call(client(5_000));

        WireRequest ours = received.take();
        assertThat(ours.signedHeaders()).contains("host", "x-amz-date", "x-amz-target", "x-amz-security-token");
        assertThat(ours.header("authorization"))
                .isEqualTo(ours.authorization(CREDENTIALS, Region.EU_CENTRAL_1.id(), "dynamodb"));
    }

    @Test
    void tellsWhatIsLeftUnprocessed() throws Exception {
        answer = request -> request.response()
                .end("{\"UnprocessedItems\":" + new JsonObject(received.peek().body()).getJsonObject("RequestItems")
                        + "}");

        assertThat(call(client(5_000)).unprocessedItems()).isEqualTo(REQUEST.requestItems());
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

        DynamoDbException failure = failure(client(5_000), DynamoDbException.class);

        DynamoDbException theirs =
                (DynamoDbException) catchThrowableOfType(ExecutionException.class, () -> sdk.batchWriteItem(REQUEST)
                                .get(20, TimeUnit.SECONDS))
                        .getCause();
        assertThat(failure.statusCode()).isEqualTo(status).isEqualTo(theirs.statusCode());
        assertThat(failure.awsErrorDetails().errorCode())
                .isEqualTo(theirs.awsErrorDetails().errorCode());
        assertThat(failure.isThrottlingException()).isEqualTo(throttled).isEqualTo(theirs.isThrottlingException());
        assertThat(failure.getMessage()).contains("why");
    }

    @Test
    void bearsAnErrorThatIsNoJson() {
        answer = answering(502, "<html>");

        assertThat(failure(client(5_000), DynamoDbException.class).statusCode()).isEqualTo(502);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"", "[]", "{", "{\"UnprocessedItems\":[]}", "{\"UnprocessedItems\":{\"table\":[{}]}}"})
    void takesNothingForWrittenIfTheAnswerCannotBeRead(String body) {
        answer = answering(200, body);

        failure(client(5_000), SdkClientException.class);
    }

    @Test
    void failsIfTheConnectionIsCut() {
        answer = request -> request.connection().close();

        failure(client(5_000), SdkClientException.class);
    }

    @Test
    void failsIfNobodyListens() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);

        failure(client(5_000), SdkClientException.class);
    }

    @Test
    void givesUpOnSilenceAndGoesOnAfterIt() throws Exception {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        answer = request -> request.connection().closeHandler(end -> cut.complete(null));
        BatchWriteClient client = client(100);

        failure(client, ApiCallTimeoutException.class);

        cut.get(20, TimeUnit.SECONDS);
        answer = answering(200, DONE);
        assertThat(call(client).unprocessedItems()).isEmpty();
    }

    @Test
    void asksForCredentialsOnceAndOnNoEventLoop() throws Exception {
        List<String> askedOn = new ArrayList<>();
        try (DynamoDbAsyncClient slow = sdk(() -> {
            askedOn.add(Thread.currentThread().getName());
            return CREDENTIALS;
        })) {
            BatchWriteClient client = client(slow, 5_000);
            call(client);
            call(client);
        }

        assertThat(askedOn).singleElement().asString().contains("worker");
    }

    @Test
    void sendsNothingAfterItHasGivenUp() throws Exception {
        CompletableFuture<AwsSessionCredentials> late = new CompletableFuture<>();
        try (DynamoDbAsyncClient slow = sdk(late::join)) {
            BatchWriteClient client = client(slow, 100);
            failure(client, ApiCallTimeoutException.class);

            late.complete(CREDENTIALS);
            BatchWriteClient other = client(5_000);
            call(other);
            call(client);
        }

        assertThat(received).as("one of each client, none of the call given up").hasSize(2);
    }

    @Test
    void asksAgainForCredentialsThatCouldNotBeHad() throws Exception {
        List<String> asked = new ArrayList<>();
        try (DynamoDbAsyncClient failing = sdk(() -> {
            asked.add("");
            if (asked.size() == 1) {
                throw SdkClientException.create("no credentials yet");
            }
            return CREDENTIALS;
        })) {
            BatchWriteClient client = client(failing, 5_000);

            assertThat(failure(client, SdkClientException.class)).hasMessageContaining("no credentials yet");
            assertThat(call(client).unprocessedItems()).isEmpty();
        }
    }
}
