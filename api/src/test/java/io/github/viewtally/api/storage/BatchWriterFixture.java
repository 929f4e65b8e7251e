package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A server that keeps the requests that it receives, and the writers that send to it. */
abstract class BatchWriterFixture {

    static final String HOST = "127.0.0.1";
    static final String TABLE = "table";
    static final String DONE = "{\"UnprocessedItems\":{}}";
    static final AwsSessionCredentials CREDENTIALS = AwsSessionCredentials.create("key", "secret", "token");

    /** Characters that JSON escapes. */
    static final String STRANGE = "\"\\/\b\n\t\u0000\u007f\u00e9\u2028\ud83d\ude00";

    static final List<ItemWrite> WRITES = List.of(
            ItemWrite.put(Map.of(
                    "PK", AttributeValue.fromS("USER#1"),
                    "SK", AttributeValue.fromS(STRANGE),
                    "duration", AttributeValue.fromN("42"))),
            ItemWrite.delete(
                    Map.of("PK", AttributeValue.fromS("USER#2"), "SK", AttributeValue.fromS("VOTE#" + STRANGE))));

    final BlockingQueue<WireRequest> received = new LinkedBlockingQueue<>();
    Vertx vertx;
    Handler<HttpServerRequest> responder = respondWith(200, DONE);
    HttpServer server;
    DynamoDbAsyncClient sdk;

    static Handler<HttpServerRequest> respondWith(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    @BeforeEach
    void startServer(Vertx vertx) throws Exception {
        this.vertx = vertx;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(WireRequest.of(request, body));
                    responder.handle(request);
                }))
                .listen(0, HOST)
                .await(20, TimeUnit.SECONDS);
        sdk = sdk(StaticCredentialsProvider.create(CREDENTIALS));
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    DynamoDbAsyncClient sdk(AwsCredentialsProvider credentials) {
        return DynamoDbAsyncClient.builder()
                .httpClientBuilder(AwsCrtAsyncHttpClient.builder())
                .endpointOverride(URI.create("http://" + HOST + ":" + server.actualPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(once -> once.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    BatchWriter sdkWriter() {
        return new SdkBatchWriter(vertx, sdk, TABLE);
    }

    BatchWriter writer() {
        return writer(5_000);
    }

    BatchWriter writer(long timeoutMillis) {
        return writer(sdk, timeoutMillis);
    }

    BatchWriter writer(DynamoDbAsyncClient like, long timeoutMillis) {
        return new EventLoopBatchWriter(
                vertx,
                like.serviceClientConfiguration(),
                TABLE,
                new DynamoDbMetrics(Registries.empty()),
                timeoutMillis);
    }

    /** Writes on an event loop, as the write queue does. */
    Set<ItemWrite.ItemKey> write(BatchWriter writer) throws Exception {
        Promise<Set<ItemWrite.ItemKey>> result = Promise.promise();
        vertx.runOnContext(turn -> writer.write(WRITES).onComplete(result));
        return result.future().await(20, TimeUnit.SECONDS);
    }

    <T extends Throwable> T failure(BatchWriter writer, Class<T> type) {
        Throwable failure = DynamoDbErrors.unwrap(catchThrowable(() -> write(writer)));
        assertThat(failure).isInstanceOf(type);
        return type.cast(failure);
    }
}
