package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * The credentials to sign with. Providers wait for other services at times, so they are asked on a worker thread; what they
 * said is used until they have said it anew. They renew credentials minutes before these end. Of one event loop.
 */
final class CachedCredentials {

    private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Vertx vertx;
    private final IdentityProvider<? extends AwsCredentialsIdentity> provider;
    private AwsCredentialsIdentity known;
    private long asked;
    private Future<AwsCredentialsIdentity> asking;

    CachedCredentials(Vertx vertx, IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        this.vertx = vertx;
        this.provider = provider;
    }

    Future<AwsCredentialsIdentity> get() {
        long now = System.nanoTime();
        Future<AwsCredentialsIdentity> answer = asking;
        if (answer == null && (known == null || now - asked > KEPT_NANOS)) {
            answer = ask(now);
        }
        return known != null ? Future.succeededFuture(known) : answer;
    }

    private Future<AwsCredentialsIdentity> ask(long now) {
        asked = now;
        Future<AwsCredentialsIdentity> answer =
                vertx.executeBlocking(() -> provider.resolveIdentity().join());
        asking = answer;
        // Before this returns, if the worker was that quick.
        answer.onSuccess(identity -> known = identity).onComplete(end -> asking = null);
        return answer;
    }
}
