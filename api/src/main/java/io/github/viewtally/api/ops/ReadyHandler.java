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
 * {@code GET /health/ready}: the table answers a read of one key, access tokens can be checked, the process is not about
 * to stop, and the check of whoever runs it finds nothing; 503 otherwise. However many ask, the table is read once at a
 * time, and what comes of it is told for a while. Of one event loop.
 */
public final class ReadyHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final AuthenticationHandler guard;
    private final BooleanSupplier draining;
    private final ReadinessCheck check;
    private final long keptNanos;
    private Future<?> probe;
    private long probedAt;

    public ReadyHandler(
            TableReader reader,
            AuthenticationHandler guard,
            BooleanSupplier draining,
            ReadinessCheck check,
            HealthConfig config) {
        this.reader = reader;
        this.guard = guard;
        this.draining = draining;
        this.check = check;
        this.keptNanos = config.probeKept().toNanos();
    }

    @Override
    public void handle(RoutingContext context) {
        if (draining.getAsBoolean()) {
            context.fail(Problem.unavailable("The process is about to stop.").asException());
            return;
        }
        guard.requireReady();
        Optional<String> failure = check.failure();
        if (failure.isPresent()) {
            context.fail(Problem.unavailable(failure.get()).asException());
            return;
        }
        probe().onSuccess(read -> Responses.json(context, 200, new JsonObject().put("status", "ready")))
                .onFailure(fault -> context.fail(
                        Problem.unavailable("The table does not answer.").asException()));
    }

    private Future<?> probe() {
        boolean known = probe != null && (!probe.isComplete() || System.nanoTime() - probedAt < keptNanos);
        if (!known) {
            probe = reader.summary(SummaryKey.video("-")).onComplete(end -> probedAt = System.nanoTime());
        }
        return probe;
    }
}
