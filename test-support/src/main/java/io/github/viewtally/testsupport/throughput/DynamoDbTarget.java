package io.github.viewtally.testsupport.throughput;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Sends requests to DynamoDB Local. Use it on the event loop. */
final class DynamoDbTarget {

    private static final int MAX_CONNECTIONS = 256;

    /** DynamoDB Local closes idle connections. Calls must not fail because of that. */
    private static final int KEEP_ALIVE_SECONDS = 5;

    /** They belong to a connection. Without Accept-Encoding, DynamoDB Local does not compress its response. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "host", "transfer-encoding", "content-length", "expect", "accept-encoding");

    private final HttpClient http;
    private final RequestOptions options;

    DynamoDbTarget(Vertx vertx, URI target) {
        http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        options = new RequestOptions().setHost(target.getHost()).setPort(target.getPort());
    }

    /** Sends a request; fails if there is no response. */
    Future<ProxiedResponse> send(ProxiedCall call) {
        return http.request(new RequestOptions(options).setMethod(call.method()).setURI(call.uri()))
                .compose(request -> {
                    call.headers().forEach(header -> {
                        if (!NOT_FORWARDED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                            request.putHeader(header.getKey(), header.getValue());
                        }
                    });
                    return request.send(call.body());
                })
                .compose(response -> response.body()
                        .map(body -> new ProxiedResponse(
                                response.statusCode(),
                                MultiMap.caseInsensitiveMultiMap().addAll(response.headers()),
                                body)));
    }
}
