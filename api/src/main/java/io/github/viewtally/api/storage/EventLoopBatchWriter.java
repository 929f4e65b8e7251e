package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * Sends BatchWriteItem requests over Vert.x's HTTP client. It signs with the SDK's signer and fails with the SDK's
 * exceptions, but skips the rest of the SDK's pipeline, which costs more than the request itself (decision 0008). Use it on
 * one event loop.
 */
final class EventLoopBatchWriter implements BatchWriter {

    /** The maximum that {@link TableConfig.WriteBounds} allows in flight, so no request waits for a connection. */
    private static final int MAX_CONNECTIONS = 64;

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final String OPERATION = "BatchWriteItem";
    private static final int OK = 200;
    private static final String TIMED_OUT = "the request has timed out";

    private final Vertx vertx;
    private final HttpClient http;
    private final RequestOptions options;
    private final CachedCredentials credentials;
    private final RequestSigner signer;
    private final BatchWriteJson json;
    private final DynamoDbMetrics metrics;
    private final long timeoutMillis;

    /**
     * Writes to a table.
     *
     * @param configuration of an SDK client, for the endpoint, region and credentials
     * @param timeoutMillis the longest time from a request to its response
     */
    EventLoopBatchWriter(
            Vertx vertx,
            DynamoDbServiceClientConfiguration configuration,
            String tableName,
            DynamoDbMetrics metrics,
            long timeoutMillis) {
        this.vertx = vertx;
        URI endpoint = configuration.endpointOverride().orElseGet(() -> defaultEndpoint(configuration));
        boolean tls = endpoint.getScheme().equals("https");
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setSsl(tls))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS))
                // A connection error also fails the request on that connection, which reports it.
                .withConnectHandler(connection -> connection.exceptionHandler(error -> {}))
                .build();
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(endpoint.getHost())
                .setPort(endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? 443 : 80)
                .setURI("/");
        this.credentials = new CachedCredentials(vertx, configuration.credentialsProvider());
        this.signer = new RequestSigner(endpoint, configuration.region(), OPERATION);
        this.json = new BatchWriteJson(tableName);
        this.metrics = metrics;
        this.timeoutMillis = timeoutMillis;
    }

    private static URI defaultEndpoint(DynamoDbServiceClientConfiguration configuration) {
        return DynamoDbEndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters.region(configuration.region()))
                .join()
                .endpointUrl()
                .toUri();
    }

    @Override
    public Future<Set<ItemWrite.ItemKey>> write(List<ItemWrite> writes) {
        byte[] body = json.request(writes);
        BatchCall call = new BatchCall();
        credentials
                .get()
                .compose(identity -> call.send(signer.sign(identity, body), body))
                .onSuccess(call::succeed)
                .onFailure(call::fail);
        return call.result.future();
    }

    /** One request in flight. */
    private final class BatchCall {

        private final Promise<Set<ItemWrite.ItemKey>> result = Promise.promise();
        private final long startNanos = System.nanoTime();
        private final long timer = vertx.setTimer(timeoutMillis, expired -> timeOut());
        private HttpClientRequest request;
        private boolean ended;

        /** Sends nothing if the call has timed out: its caller may already have written a later value. */
        Future<Set<ItemWrite.ItemKey>> send(SdkHttpRequest signed, byte[] body) {
            if (ended) {
                return Future.failedFuture(TIMED_OUT);
            }
            return http.request(options)
                    .compose(opened -> {
                        request = opened;
                        if (ended) {
                            opened.reset();
                            return Future.failedFuture(TIMED_OUT);
                        }
                        signed.forEachHeader(opened::putHeader);
                        return opened.send(Buffer.buffer(body));
                    })
                    .compose(response -> response.body().map(content -> read(response.statusCode(), content)));
        }

        void succeed(Set<ItemWrite.ItemKey> unprocessed) {
            if (end(null)) {
                result.complete(unprocessed);
            }
        }

        void fail(Throwable failure) {
            SdkException sdkFailure = failure instanceof SdkException known
                    ? known
                    : SdkClientException.create("DynamoDB cannot be reached: " + failure.getMessage(), failure);
            if (end(sdkFailure)) {
                result.fail(sdkFailure);
            }
        }

        private void timeOut() {
            fail(ApiCallTimeoutException.create(timeoutMillis));
            if (request != null) {
                request.reset();
            }
        }

        /** Returns false if the call has ended before. */
        private boolean end(SdkException failure) {
            if (ended) {
                return false;
            }
            ended = true;
            vertx.cancelTimer(timer);
            metrics.record(OPERATION, System.nanoTime() - startNanos, failure);
            return true;
        }
    }

    private Set<ItemWrite.ItemKey> read(int status, Buffer content) {
        if (status != OK) {
            throw BatchWriteJson.failure(status, content);
        }
        return json.unprocessedKeys(content);
    }

    @Override
    public void close() {
        http.close();
    }
}
