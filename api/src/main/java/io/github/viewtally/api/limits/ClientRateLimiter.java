package io.github.viewtally.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.viewtally.api.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Limits the events per second of each client with a token bucket of one second. A request is admitted while the bucket
 * is not empty, and may take more than it has. So a batch may be larger than the bucket, and the client then waits
 * longer. Clients with a full bucket take no memory. Use it on one event loop.
 */
public final class ClientRateLimiter implements Handler<RoutingContext> {

    /** Maximum number of clients in memory. Above it, the least recently seen ones are removed, so they may send sooner. */
    private static final int MAX_CLIENTS = 100_000;

    private static final String CLIENT = "viewtally.rate-limited-client";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long nanosPerEvent;
    private final Function<RoutingContext, String> clientOf;
    private final Ticker ticker;

    /** When the bucket of each client is full again, in nanoseconds of the ticker (generic cell rate algorithm). */
    private final Cache<String, Long> fullAt;

    private record Client(String key, ClientRateLimiter limiter) {}

    /**
     * Creates a limiter with full buckets.
     *
     * @param subject returns the token's subject of a request; empty if it has none
     */
    public ClientRateLimiter(ClientRateConfig config, Function<RoutingContext, String> subject) {
        this(config, subject, Ticker.systemTicker());
    }

    ClientRateLimiter(ClientRateConfig config, Function<RoutingContext, String> subject, Ticker ticker) {
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        this.nanosPerEvent = SECOND / config.eventsPerSecond();
        this.clientOf = context -> {
            String user = subject.apply(context);
            return user.isEmpty() ? "address " + addresses.of(context.request()) : "subject " + user;
        };
        this.ticker = ticker;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfter(Expiry.<String, Long>writing(
                        (client, full) -> Duration.ofNanos(Math.max(0, full - ticker.read()))))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Takes one event from the client's bucket, or responds with 429. */
    @Override
    public void handle(RoutingContext context) {
        String client = clientOf.apply(context);
        long missing = missing(client);
        if (missing >= SECOND) {
            int seconds = (int) Math.min(Integer.MAX_VALUE, (missing - SECOND) / SECOND + 1);
            context.fail(Problem.tooManyRequests("The client sends more events than it may.", seconds)
                    .asException());
            return;
        }
        take(client, 1);
        context.put(CLIENT, new Client(client, this));
        context.next();
    }

    /** Takes the remaining events of a batch. Does nothing if clients are not limited. */
    public static void takeRest(RoutingContext context, int events) {
        Client client = context.get(CLIENT);
        if (client != null && events > 1) {
            client.limiter().take(client.key(), events - 1);
        }
    }

    /** Returns the nanoseconds until the client's bucket is full. */
    private long missing(String client) {
        Long full = fullAt.getIfPresent(client);
        return full == null ? 0 : Math.max(0, full - ticker.read());
    }

    private void take(String client, int events) {
        fullAt.put(client, ticker.read() + missing(client) + events * nanosPerEvent);
    }
}
