package io.github.viewtally.api.auth;

import io.github.viewtally.api.auth.AuthConfig.Jwks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys from a JSON Web Key Set. It fetches them again at intervals, and when a token names an unknown key. If a fetch
 * fails, the last known keys stay in use. Use it on one event loop.
 */
final class RemoteJwkSource implements JwkSource {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteJwkSource.class);

    private final Vertx vertx;
    private final AuthConfig config;
    private final Jwks source;
    private final JwksClient client;

    /** Written on the event loop; any thread may read it. */
    private volatile JwtVerifier keys;

    private Future<JwtVerifier> fetching;
    private long begunAt;
    private long timer;

    RemoteJwkSource(Vertx vertx, AuthConfig config, Jwks source) {
        this.vertx = vertx;
        this.config = config;
        this.source = source;
        client = new JwksClient(vertx, source);
    }

    @Override
    public Future<Void> start() {
        return fetch().transform(done -> Future.succeededFuture());
    }

    @Override
    public boolean known() {
        return keys != null;
    }

    @Override
    public Future<JwtVerifier> forToken(UnverifiedToken token) {
        if (keys != null && keys.mayHave(token.keyId())) {
            return Future.succeededFuture(keys);
        }
        boolean mayFetch = fetching != null || sinceBegun().compareTo(source.atMostEvery()) >= 0;
        return (mayFetch ? fetch() : lastKnown()).recover(fault -> lastKnown());
    }

    private Future<JwtVerifier> lastKnown() {
        return keys == null ? Future.failedFuture(AuthProblems.noKeys().asException()) : Future.succeededFuture(keys);
    }

    private Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    /** Fetches the keys, or joins a fetch in progress. */
    private Future<JwtVerifier> fetch() {
        if (fetching != null) {
            return fetching;
        }
        vertx.cancelTimer(timer);
        begunAt = System.nanoTime();
        Promise<JwtVerifier> promise = Promise.promise();
        fetching = promise.future();
        client.keys().map(fetched -> new JwtVerifier(vertx, config, fetched)).onComplete((fetched, fault) -> {
            fetching = null;
            timer = vertx.setTimer(
                    (fault == null ? source.refresh() : source.atMostEvery()).toMillis(), again -> fetch());
            if (fault == null) {
                keys = fetched;
            } else {
                LOG.warn("cannot get the keys at {}: {}", source.url(), fault.getMessage());
            }
            promise.complete(fetched, fault);
        });
        return promise.future();
    }
}
