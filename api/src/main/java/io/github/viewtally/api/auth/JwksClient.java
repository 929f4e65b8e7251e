package io.github.viewtally.api.auth;

import io.github.viewtally.api.auth.AuthConfig.Jwks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a JSON Web Key Set (RFC 7517, section 5) with a time limit and a size limit. It follows no redirects. */
final class JwksClient {

    private static final int MAX_BYTES = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(JwksClient.class);

    private final Vertx vertx;
    private final Jwks source;
    private final HttpClient http;

    JwksClient(Vertx vertx, Jwks source) {
        this.vertx = vertx;
        this.source = source;
        int millis = (int) source.timeout().toMillis();
        http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(millis).setKeepAlive(false));
    }

    /** Returns the usable keys of the set. */
    Future<List<SigningKey>> keys() {
        RequestOptions options =
                new RequestOptions().setAbsoluteURI(source.url().toString());
        // In compose, so that an exception becomes a failure.
        return Future.succeededFuture(options)
                .compose(http::request)
                .compose(this::send)
                .map(body -> keysIn(body.toJsonObject()));
    }

    private Future<Buffer> send(HttpClientRequest request) {
        Promise<Buffer> body = Promise.promise();
        long timer = vertx.setTimer(source.timeout().toMillis(), late -> {
            body.tryFail(
                    new IOException("no response within " + source.timeout().toMillis() + " ms"));
            request.reset();
        });
        request.send().onSuccess(response -> read(response, body)).onFailure(body::tryFail);
        return body.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static void read(HttpClientResponse response, Promise<Buffer> body) {
        response.exceptionHandler(body::tryFail);
        if (response.statusCode() != 200) {
            body.tryFail(new IOException("returned status " + response.statusCode()));
            response.request().reset();
            return;
        }
        Buffer read = Buffer.buffer();
        response.endHandler(end -> body.tryComplete(read)).handler(chunk -> {
            read.appendBuffer(chunk);
            if (read.length() > MAX_BYTES) {
                body.tryFail(new IOException("the response is longer than " + MAX_BYTES + " bytes"));
                response.request().reset();
            }
        });
    }

    private static List<SigningKey> keysIn(JsonObject set) {
        List<SigningKey> keys = new ArrayList<>();
        for (Object element : set.getJsonArray("keys", new JsonArray())) {
            if (element instanceof JsonObject jwk) {
                try {
                    keys.add(SigningKey.ofJwk(jwk));
                } catch (IllegalArgumentException e) {
                    LOG.info("the key {} is not used: {}", jwk.getValue("kid"), e.getMessage());
                }
            }
        }
        return keys;
    }
}
