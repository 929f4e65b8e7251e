package io.github.viewtally.api.server;

import io.github.viewtally.api.limits.LimitsConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits the number of open connections, and closes those on which requests arrive too slowly. The limit is for a whole
 * head or body, not for single bytes. Use it on one event loop.
 */
final class ConnectionLimiter {

    /** Extra time for a client to read why its request was refused while it still sends the body. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final LimitsConfig limits;
    private final Map<HttpConnection, ConnectionState> open = new HashMap<>();

    ConnectionLimiter(LimitsConfig limits) {
        this.limits = limits;
    }

    private record Receiving(HttpServerRequest request, long since) {

        boolean isOver() {
            return request.isEnded() && request.response().ended();
        }
    }

    /** The requests that are being received on one connection; several at once over HTTP/2. */
    private static final class ConnectionState {

        private final List<Receiving> requests = new ArrayList<>(1);
        private boolean unused = true;
        private long idleSince = System.nanoTime();

        private void begin(HttpServerRequest request) {
            unused = false;
            requests.removeIf(Receiving::isOver);
            requests.add(new Receiving(request, System.nanoTime()));
        }

        private boolean isTooSlow(LimitsConfig limits, long now) {
            boolean idle = requests.isEmpty();
            if (requests.removeIf(Receiving::isOver) && requests.isEmpty()) {
                idleSince = now;
            } else if (idle) {
                return now - idleSince > (unused ? limits.receive() : limits.idle()).toNanos();
            }
            long limit = limits.receive().plus(GRACE).toNanos();
            return requests.stream()
                    .anyMatch(receiving -> !receiving.request().isEnded() && now - receiving.since() > limit);
        }
    }

    int open() {
        return open.size();
    }

    void accept(HttpConnection connection) {
        if (open.size() >= limits.connections()) {
            connection.close();
            return;
        }
        open.put(connection, new ConnectionState());
        connection.closeHandler(closed -> open.remove(connection));
    }

    void begin(HttpServerRequest request) {
        ConnectionState connection = open.get(request.connection());
        if (connection != null) {
            connection.begin(request);
        }
    }

    /** Closes connections that exceed a time limit. Call it a few times a second. */
    void closeSlowConnections() {
        long now = System.nanoTime();
        List<HttpConnection> slow = new ArrayList<>();
        open.forEach((connection, state) -> {
            if (state.isTooSlow(limits, now)) {
                slow.add(connection);
            }
        });
        slow.forEach(HttpConnection::close);
    }
}
