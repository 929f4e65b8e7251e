package io.github.viewtally.api.server;

import io.github.viewtally.api.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Admits only bodies that are declared as JSON, before they are read. A body may also be text/plain, as {@code
 * navigator.sendBeacon} sends strings, unless it comes from a page that may not use the API: browsers send text/plain
 * for any page without a preflight.
 */
public final class BodyLimits implements Handler<RoutingContext> {

    /** Maximum bytes of the body of one event. */
    public static final int MAX_EVENT_BODY = 64 * 1024;

    /** Maximum bytes of the body of a batch. */
    public static final int MAX_EVENTS_BODY = 1024 * 1024;

    private static final String JSON = "application/json";
    private static final String PLAIN_TEXT = "text/plain";

    @Override
    public void handle(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        String essence = type == null ? "" : essence(type);
        if (!essence.equals(JSON) && !essence.equals(PLAIN_TEXT)) {
            refuse(context, "The body must be JSON: send Content-Type: application/json.");
        } else if (essence.equals(PLAIN_TEXT) && !isUtf8(type)) {
            refuse(context, "A body of text/plain must be JSON in UTF-8: send no charset, or charset=utf-8.");
        } else if (essence.equals(PLAIN_TEXT) && CrossOrigin.isFromOtherPage(context)) {
            refuse(context, "Pages of other origins must not send text/plain: send Content-Type: application/json.");
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(context, "The body must not be compressed.");
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

    private static void refuse(RoutingContext context, String detail) {
        context.fail(Problem.of(415, detail).asException());
    }

    private static String essence(String type) {
        return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a media type has no charset or UTF-8 (RFC 9110, section 8.3.2). */
    private static boolean isUtf8(String type) {
        return Stream.of(type.split(";")).skip(1).map(String::trim).allMatch(parameter -> {
            String[] parts = parameter.split("=", 2);
            return parts.length == 2
                    && (!parts[0].equalsIgnoreCase("charset")
                            || parts[1].equalsIgnoreCase("utf-8")
                            || parts[1].equalsIgnoreCase("\"utf-8\""));
        });
    }
}
