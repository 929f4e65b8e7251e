package io.github.viewtally.api.response;

import io.github.viewtally.api.request.RequestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.ext.web.RoutingContext;

/** Successful answers. */
public final class Responses {

    /** Without databind, which has no more to do with these objects than to take longer. */
    private static final JacksonCodec JSON = new JacksonCodec();

    private Responses() {}

    /** Nothing, if the request has been given up in the meantime. */
    public static void json(RoutingContext context, int status, JsonObject body) {
        if (RequestContext.isGivenUp(context)) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(JSON.toBuffer(body));
    }

    /** Sends rendered JSON; does nothing if the request has timed out in the meantime. */
    public static void json(RoutingContext context, Buffer body) {
        if (!RequestContext.isGivenUp(context)) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body);
        }
    }

    /** Nothing, if the request has been given up in the meantime. */
    public static void text(RoutingContext context, String type, String text) {
        if (!RequestContext.isGivenUp(context)) {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(text);
        }
    }

    public static void noContent(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }
}
