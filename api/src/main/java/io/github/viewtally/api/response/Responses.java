package io.github.viewtally.api.response;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Sends responses that are not cached, and ends those that cannot be completed. */
public final class Responses {

    /** Without databind, which is slower and not needed for these objects. */
    private static final JacksonCodec JSON = new JacksonCodec();

    private Responses() {}

    /** Sends JSON; does nothing if the request has timed out. */
    public static void json(RoutingContext context, int status, JsonObject body) {
        if (RequestContext.isTimedOut(context)) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(JSON.toBuffer(body));
    }

    /** Sends rendered JSON; does nothing if the request has timed out. */
    private static void json(RoutingContext context, Buffer body) {
        if (!RequestContext.isTimedOut(context)) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body);
        }
    }

    /**
     * Reads many items and sends them as JSON, which is rendered on a worker thread. The memory counts until it is sent.
     *
     * @param items the maximum number of items that are read
     */
    public static void largeJson(
            RoutingContext context, HeavyReads heavyReads, int items, Supplier<Future<JsonObject>> read) {
        heavyReads
                .run(items, () -> read.get().compose(json -> context.vertx().executeBlocking(json::toBuffer, false)))
                .onSuccess(body -> {
                    heavyReads.hold(context, body.length());
                    json(context, body);
                })
                .onFailure(context::fail);
    }

    /** Sends a text; does nothing if the request has timed out. */
    public static void text(RoutingContext context, String type, String text) {
        if (!RequestContext.isTimedOut(context)) {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(text);
        }
    }

    /** Ends a response that cannot be completed. A graceful close would wait for a client that does not read. */
    public static void abort(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .close();
        }
    }

    public static void noContent(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }
}
