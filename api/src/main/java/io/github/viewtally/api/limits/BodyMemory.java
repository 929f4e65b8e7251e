package io.github.viewtally.api.limits;

import io.github.viewtally.api.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Limits the memory of all request bodies, from the head of a request to the end of its response. A request whose body
 * does not fit gets 503 with {@code Retry-After} at once. Use it on one event loop.
 */
public final class BodyMemory {

    /** A shorter body takes no more memory than its request, and the number of requests is limited. */
    private static final int FREE_BYTES = 4 * 1024;

    private final long maxBytes;
    private long bytes;

    public BodyMemory(LimitsConfig limits) {
        this.maxBytes = limits.bodyBytes();
    }

    /**
     * Reserves the memory of a body before it is read.
     *
     * @param maxBody bytes to reserve for a body of unknown length
     */
    public Handler<RoutingContext> limit(int maxBody) {
        return context -> {
            long length = lengthOf(context, maxBody);
            if (length > FREE_BYTES && bytes > 0 && bytes + length > maxBytes) {
                context.fail(Problem.unavailable("Too many large bodies are being received.")
                        .asException());
                return;
            }
            if (length > FREE_BYTES) {
                bytes += length;
                context.addEndHandler(end -> bytes -= length);
            }
            context.next();
        };
    }

    /** A length that is too large or cannot be parsed is refused later, before the body is read. */
    private static long lengthOf(RoutingContext context, int maxBody) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || length.length() > 9 ? maxBody : Math.min(maxBody, Long.parseLong(length));
    }
}
