package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.table.DynamoDbErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Serves BatchWriteItem over HTTP from a {@link FakeDynamoDb}, so that tests write through the production writer. An error
 * response of the fake is sent as DynamoDB sends it. A client-side failure, such as a timeout, closes the connection.
 */
public final class FakeDynamoDbServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String TARGET = "DynamoDB_20120810.BatchWriteItem";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final FakeDynamoDb dynamoDb;
    private final HttpServer server;

    public FakeDynamoDbServer(FakeDynamoDb dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.server =
                await(vertx.createHttpServer().requestHandler(this::handle).listen(0, HOST));
    }

    /** Returns clients that read from the fake directly and write to this server. */
    public DynamoDbClients clients(Vertx apiVertx, MeterRegistry registry) {
        DynamoDbServiceClientConfiguration configuration = DynamoDbServiceClientConfiguration.builder()
                .endpointOverride(URI.create("http://" + HOST + ":" + server.actualPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
        BatchWriter writer = new EventLoopBatchWriter(
                apiVertx, configuration, FakeDynamoDb.TABLE, new DynamoDbMetrics(registry), SECONDS.toMillis(5));
        return new DynamoDbClients(dynamoDb, writer, () -> {});
    }

    /** Failures that are neither an error of DynamoDB nor one of its client, such as failed assertions of the fake. */
    public List<Throwable> defects() {
        return List.copyOf(defects);
    }

    private void handle(HttpServerRequest request) {
        request.body().compose(body -> batchWriteItem(request, body)).onComplete(result -> {
            if (result.succeeded()) {
                request.response().end(result.result());
            } else {
                fail(request, DynamoDbErrors.unwrap(result.cause()));
            }
        });
    }

    private Future<Buffer> batchWriteItem(HttpServerRequest request, Buffer body) {
        assertThat(request.getHeader("X-Amz-Target")).isEqualTo(TARGET);
        assertThat(request.getHeader("Authorization")).startsWith("AWS4-HMAC-SHA256 ");
        Map<WriteRequest, JsonObject> writes = new LinkedHashMap<>();
        JsonObject tables = new JsonObject(body).getJsonObject("RequestItems");
        assertThat(tables.fieldNames()).containsOnly(FakeDynamoDb.TABLE);
        tables.getJsonArray(FakeDynamoDb.TABLE)
                .forEach(write -> writes.put(writeRequest((JsonObject) write), (JsonObject) write));
        return Future.fromCompletionStage(
                        dynamoDb.batchWriteItem(
                                batch -> batch.requestItems(Map.of(FakeDynamoDb.TABLE, List.copyOf(writes.keySet())))),
                        vertx.getOrCreateContext())
                .map(response -> toJson(response, writes));
    }

    private static WriteRequest writeRequest(JsonObject write) {
        assertThat(write.fieldNames()).hasSize(1);
        JsonObject put = write.getJsonObject("PutRequest");
        WriteRequest.Builder request = WriteRequest.builder();
        return put != null
                ? request.putRequest(item -> item.item(attributes(put.getJsonObject("Item"))))
                        .build()
                : request.deleteRequest(item -> item.key(
                                attributes(write.getJsonObject("DeleteRequest").getJsonObject("Key"))))
                        .build();
    }

    private static Map<String, AttributeValue> attributes(JsonObject item) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (String name : item.fieldNames()) {
            JsonObject value = item.getJsonObject(name);
            assertThat(value.fieldNames()).hasSize(1);
            attributes.put(
                    name,
                    value.containsKey("S")
                            ? AttributeValue.fromS(value.getString("S"))
                            : AttributeValue.fromN(value.getString("N")));
        }
        return attributes;
    }

    private static Buffer toJson(BatchWriteItemResponse response, Map<WriteRequest, JsonObject> writes) {
        JsonObject unprocessed = new JsonObject();
        response.unprocessedItems()
                .forEach((table, requests) -> unprocessed.put(
                        table, new JsonArray(requests.stream().map(writes::get).toList())));
        return new JsonObject().put("UnprocessedItems", unprocessed).toBuffer();
    }

    private void fail(HttpServerRequest request, Throwable failure) {
        if (failure instanceof AwsServiceException error) {
            String code = error.awsErrorDetails() != null
                    ? error.awsErrorDetails().errorCode()
                    : error.getClass().getSimpleName();
            request.response()
                    .setStatusCode(error.statusCode() == 0 ? 500 : error.statusCode())
                    .end(new JsonObject()
                            .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                            .put("message", error.getMessage())
                            .toBuffer());
            return;
        }
        if (!(failure instanceof SdkClientException)) {
            defects.add(failure);
        }
        request.connection().close();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result", e);
        }
    }
}
