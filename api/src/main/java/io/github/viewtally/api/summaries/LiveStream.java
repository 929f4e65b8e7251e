package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.response.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The stream of one client. It writes one part at a time: while the client does not take a part, newer states replace one
 * another, so a slow client costs no more memory than a fast one, and then gets the latest state. Use it on one event loop.
 */
final class LiveStream {

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

    /** Shorter than the time after which proxies and this server close a silent connection. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How long a client may leave a part unread. */
    static final Duration STUCK = Duration.ofSeconds(30);

    /** A comment, which clients ignore. */
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Supplier<LiveEvent> latest;
    private String sentTag;
    private boolean writing;
    private boolean ended;
    private long lastWrite;

    /**
     * Creates a stream whose head is not sent yet.
     *
     * @param knownTag the id of the last event that the client has received on an earlier stream
     * @param latest returns the current state
     */
    LiveStream(HttpServerRequest request, Optional<String> knownTag, Supplier<LiveEvent> latest) {
        this.request = request;
        this.response = request.response();
        this.sentTag = knownTag.orElse("");
        this.latest = requireNonNull(latest, "latest");
    }

    /**
     * Sends the head, and the current state unless the client has it.
     *
     * @param retryMillis how long the client should wait before it connects again
     */
    void begin(int retryMillis) {
        Buffer first = Buffer.buffer("retry: " + retryMillis + "\n\n");
        LiveEvent event = latest.get();
        if (!event.tag().equals(sentTag)) {
            first.appendBuffer(event.bytes());
            sentTag = event.tag();
        }
        response.setChunked(true);
        write(first);
    }

    /** Sends the current state, unless the client has it or has not taken the part before. */
    void update() {
        LiveEvent event = latest.get();
        if (!writing && !event.tag().equals(sentTag)) {
            sentTag = event.tag();
            write(event.bytes());
        }
    }

    /**
     * Sends a comment if nothing was sent for a while, and closes the connection if the client is stuck.
     *
     * @param now by System.nanoTime
     */
    void beat(long now) {
        if (writing && now - lastWrite > STUCK.toNanos()) {
            abort();
        } else if (!writing && now - lastWrite >= HEARTBEAT.toNanos()) {
            write(COMMENT);
        }
    }

    /** Ends the stream. A client that has not taken the last part loses its connection at once. */
    void end() {
        if (writing) {
            abort();
        } else if (!ended) {
            ended = true;
            response.end();
        }
    }

    private void abort() {
        if (!ended) {
            ended = true;
            Responses.abort(request);
        }
    }

    private void write(Buffer part) {
        if (ended || response.closed()) {
            return;
        }
        writing = true;
        lastWrite = System.nanoTime();
        // A failed write means that the client is gone.
        response.write(part).onSuccess(taken -> {
            writing = false;
            update();
        });
    }
}
