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
 * The connections that are open: no more than a bound, and each only as long as requests come in on it in time. It is
 * the time of the whole head or body that counts, not that of single bytes. Of one event loop.
 */
final class ConnectionLimiter {

    /** The client has this long to read why it was refused while its body was still to come. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

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

    /** What comes in on one connection; over HTTP/2, several requests at once. */
    private static final class ConnectionState {

        private final List<Receiving> requests = new ArrayList<>(1);
        private boolean fresh = true;
        private long quietSince = System.nanoTime();

        private void begin(HttpServerRequest request) {
            fresh = false;
            requests.removeIf(Receiving::isOver);
            requests.add(new Receiving(request, System.nanoTime()));
        }

        private boolean isTooSlow(LimitsConfig limits, long now) {
            boolean quiet = requests.isEmpty();
            if (requests.removeIf(Receiving::isOver) && requests.isEmpty()) {
                quietSince = now;
            } else if (quiet) {
                return now - quietSince > (fresh ? limits.receive() : limits.idle()).toNanos();
            }
            long longest = limits.receive().plus(FAREWELL).toNanos();
            return requests.stream()
                    .anyMatch(receiving -> !receiving.request().isEnded() && now - receiving.since() > longest);
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

    /** To be called a few times a second. */
    void closeSlowOnes() {
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
