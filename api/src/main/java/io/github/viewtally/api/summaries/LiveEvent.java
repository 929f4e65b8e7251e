package io.github.viewtally.api.summaries;

import io.github.viewtally.api.response.CachedResponse;
import io.vertx.core.buffer.Buffer;

/**
 * A response as an event of a stream (HTML Standard, section "Server-sent events"). All streams send the same bytes.
 *
 * @param tag the entity tag of the response, which is the id of the event
 */
record LiveEvent(String tag, Buffer bytes) {

    /** Returns the event of a response whose body is JSON on one line. */
    static LiveEvent of(CachedResponse response) {
        return new LiveEvent(
                response.tag(),
                Buffer.buffer("id: " + response.tag() + "\ndata: ")
                        .appendBuffer(response.body())
                        .appendString("\n\n"));
    }
}
