package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Caches credentials for one event loop. A provider may block, so it is called on a worker thread, and the cached
 * credentials stay in use until it returns. This is safe because providers renew credentials minutes before they
 * expire.
 */
final class CachedCredentials {

    private static final long MAX_AGE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Vertx vertx;
    private final IdentityProvider<? extends AwsCredentialsIdentity> provider;
    private AwsCredentialsIdentity cached;
    private long requestedNanos;
    private Future<AwsCredentialsIdentity> request;

    CachedCredentials(Vertx vertx, IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        this.vertx = vertx;
        this.provider = provider;
    }

    Future<AwsCredentialsIdentity> get() {
        long now = System.nanoTime();
        Future<AwsCredentialsIdentity> current = request;
        if (current == null && (cached == null || now - requestedNanos > MAX_AGE_NANOS)) {
            current = load(now);
        }
        return cached != null ? Future.succeededFuture(cached) : current;
    }

    private Future<AwsCredentialsIdentity> load(long now) {
        requestedNanos = now;
        Future<AwsCredentialsIdentity> loaded =
                vertx.executeBlocking(() -> provider.resolveIdentity().join());
        request = loaded;
        // A worker that is quick enough has completed the future by now, so the handlers run at once.
        loaded.onSuccess(identity -> cached = identity).onComplete(ended -> request = null);
        return loaded;
    }
}
