package io.github.viewtally.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Lets through only bodies that say they are JSON, before they are read. */
public final class Bodies implements Handler<RoutingContext> {

    /** The longest body of a single event, in bytes. */
    public static final int MAX_EVENT_BODY = 64 * 1024;

    /** The longest body of many events, in bytes. */
    public static final int MAX_EVENTS_BODY = 1024 * 1024;

    @Override
    public void handle(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (type == null || !isJson(type)) {
            context.fail(Problem.of(415, "The body must be JSON: send Content-Type: application/json.")
                    .asException());
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            context.fail(Problem.of(415, "The body must not be compressed.").asException());
        } else {
            context.next();
        }
    }

    /** Refuses a body that ended with a malformed chunk. */
    public static void requireWellFormed(RoutingContext context) {
        if (Http1ConnectionGuard.isMalformed(context.request())) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(Problem.invalid("Transfer-Encoding", "must be followed by well-formed chunks")
                    .asException());
        } else {
            context.next();
        }
    }

    private static boolean isJson(String type) {
        String essence = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return essence.equals("application/json");
    }
}
