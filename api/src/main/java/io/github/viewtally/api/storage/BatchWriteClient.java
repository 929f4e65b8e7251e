package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;

/**
 * BatchWriteItem alone, over Vert.x's HTTP client, for items of texts and numbers. It is one of the SDK's clients to those
 * who call it, with the SDK's failures, and signs by the SDK's signer; it leaves out what makes a call of the SDK dear
 * (decision 0008). A call is tried once. To be used on one event loop, which does all of it.
 */
final class BatchWriteClient implements DynamoDbAsyncClient {

    /** More than a writer ever has under way; none waits for a connection. */
    private static final int CONNECTIONS = 64;

    private static final int CONNECT_MILLIS = 1_000;
    private static final String OPERATION = "BatchWriteItem";
    private static final int OK = 200;
    private static final String TOO_LATE = "the call has been given up";

    private final Vertx vertx;
    private final HttpClient http;
    private final RequestOptions where;
    private final CachedCredentials identity;
    private final Signature signature;
    private final DynamoDbMetrics metrics;
    private final long callMillis;

    /**
     * As another client is configured.
     *
     * @param callMillis after which the caller is told that it failed
     */
    BatchWriteClient(
            Vertx vertx, DynamoDbServiceClientConfiguration configuration, DynamoDbMetrics metrics, long callMillis) {
        this.vertx = vertx;
        URI endpoint = configuration.endpointOverride().orElseGet(() -> endpointOf(configuration));
        boolean secure = endpoint.getScheme().equals("https");
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setSsl(secure))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
                // Whatever a connection has, the calls on it fail of, and tell.
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
        this.where = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(endpoint.getHost())
                .setPort(endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80)
                .setURI("/");
        this.identity = new CachedCredentials(vertx, configuration.credentialsProvider());
        this.signature = new Signature(endpoint, configuration.region(), OPERATION);
        this.metrics = metrics;
        this.callMillis = callMillis;
    }

    private static URI endpointOf(DynamoDbServiceClientConfiguration configuration) {
        return DynamoDbEndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters.region(configuration.region()))
                .join()
                .endpointUrl()
                .toUri();
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        byte[] body = BatchWriteJson.write(request);
        Call call = new Call();
        identity.get()
                .compose(known -> call.send(signature.sign(known, body), body))
                .onSuccess(call::answered)
                .onFailure(call::failed);
        return call.end;
    }

    /** One call under way. */
    private final class Call {

        private final CompletableFuture<BatchWriteItemResponse> end = new CompletableFuture<>();
        private final long began = System.nanoTime();
        private final long timer = vertx.setTimer(callMillis, late -> giveUp());
        private HttpClientRequest request;

        /** Nothing, if the call has been given up in the meantime: it has been said that it is not tried any more. */
        Future<BatchWriteItemResponse> send(SdkHttpRequest signed, byte[] body) {
            if (end.isDone()) {
                return Future.failedFuture(TOO_LATE);
            }
            return http.request(where)
                    .compose(opened -> {
                        request = opened;
                        if (end.isDone()) {
                            opened.reset();
                            return Future.failedFuture(TOO_LATE);
                        }
                        signed.forEachHeader(opened::putHeader);
                        return opened.send(Buffer.buffer(body));
                    })
                    .compose(response -> response.body().map(answer -> read(response.statusCode(), answer)));
        }

        void answered(BatchWriteItemResponse response) {
            if (end.isDone()) {
                return;
            }
            vertx.cancelTimer(timer);
            metrics.record(OPERATION, System.nanoTime() - began, null);
            end.complete(response);
        }

        /** Fails as the SDK would have. */
        void failed(Throwable failure) {
            if (end.isDone()) {
                return;
            }
            vertx.cancelTimer(timer);
            SdkException known = failure instanceof SdkException told
                    ? told
                    : SdkClientException.create("DynamoDB cannot be reached: " + failure.getMessage(), failure);
            metrics.record(OPERATION, System.nanoTime() - began, known);
            end.completeExceptionally(known);
        }

        private void giveUp() {
            failed(ApiCallTimeoutException.create(callMillis));
            if (request != null) {
                request.reset();
            }
        }
    }

    private static BatchWriteItemResponse read(int status, Buffer answer) {
        if (status != OK) {
            throw BatchWriteJson.readFailure(status, answer.getBytes());
        }
        return BatchWriteJson.read(answer.getBytes());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        http.close();
    }
}
