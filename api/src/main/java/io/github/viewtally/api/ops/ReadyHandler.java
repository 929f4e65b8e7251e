package io.github.viewtally.api.ops;

import io.github.viewtally.api.auth.AuthenticationHandler;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health/ready}: 200 if the table responds to a read, access tokens can be verified, the process is not
 * stopping, and the {@link ReadinessCheck} reports no failure; otherwise 503. At most one table probe runs at a time,
 * and its result is reused for a while. Use it on one event loop.
 */
public final class ReadyHandler implements Handler<RoutingContext> {

    /** A readiness condition of the program that runs the API. Called on event loops. */
    @FunctionalInterface
    public interface ReadinessCheck {

        /** Returns why the process is not ready, as a sentence for the response; empty if it is ready. Must not block. */
        Optional<String> failure();
    }

    private final TableReader reader;
    private final AuthenticationHandler authentication;
    private final BooleanSupplier draining;
    private final ReadinessCheck check;
    private final long keptNanos;
    private Future<?> probe;
    private long probedAt;

    public ReadyHandler(
            TableReader reader,
            AuthenticationHandler authentication,
            BooleanSupplier draining,
            ReadinessCheck check,
            HealthConfig config) {
        this.reader = reader;
        this.authentication = authentication;
        this.draining = draining;
        this.check = check;
        this.keptNanos = config.probeKept().toNanos();
    }

    @Override
    public void handle(RoutingContext context) {
        if (draining.getAsBoolean()) {
            context.fail(Problem.unavailable("The process is stopping.").asException());
            return;
        }
        authentication.requireReady();
        Optional<String> failure = check.failure();
        if (failure.isPresent()) {
            context.fail(Problem.unavailable(failure.get()).asException());
            return;
        }
        probe().onSuccess(read -> Responses.json(context, 200, new JsonObject().put("status", "ready")))
                .onFailure(fault -> context.fail(
                        Problem.unavailable("The table does not respond.").asException()));
    }

    private Future<?> probe() {
        boolean known = probe != null && (!probe.isComplete() || System.nanoTime() - probedAt < keptNanos);
        if (!known) {
            probe = reader.summary(SummaryKey.video("-")).onComplete(end -> probedAt = System.nanoTime());
        }
        return probe;
    }
}
