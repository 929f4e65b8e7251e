package io.github.viewtally.api.storage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;

/** Futures of calls to DynamoDB. */
final class CallFutures {

    private CallFutures() {}

    /**
     * Returns a future that completes on the context of the request that is handled, so that its next call belongs to the
     * trace of the request. Call it on the event loop.
     *
     * @param eventLoop a context of the same event loop, for a call that no request makes
     */
    static <T> Future<T> of(CompletionStage<T> call, Context eventLoop) {
        Context current = Vertx.currentContext();
        return Future.fromCompletionStage(call, current == null ? eventLoop : current);
    }
}
