package io.github.viewtally.api.health;

import io.github.viewtally.api.auth.Guard;
import io.github.viewtally.api.http.Answers;
import io.github.viewtally.api.http.Problem;
import io.github.viewtally.api.table.TableReader;
import io.github.viewtally.model.Subject;
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
    private final Guard guard;
    private final BooleanSupplier draining;
    private final ReadinessCheck check;
    private final long keptNanos;
    private Future<?> probe;
    private long probedAt;

    public ReadyHandler(
            TableReader reader, Guard guard, BooleanSupplier draining, ReadinessCheck check, HealthConfig config) {
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
        probe().onSuccess(read -> Answers.json(context, 200, new JsonObject().put("status", "ready")))
                .onFailure(fault -> context.fail(
                        Problem.unavailable("The table does not answer.").asException()));
    }

    private Future<?> probe() {
        boolean known = probe != null && (!probe.isComplete() || System.nanoTime() - probedAt < keptNanos);
        if (!known) {
            probe = reader.summary(Subject.video("-")).onComplete(end -> probedAt = System.nanoTime());
        }
        return probe;
    }
}
