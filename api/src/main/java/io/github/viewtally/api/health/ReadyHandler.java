package io.github.viewtally.api.health;

import io.github.viewtally.api.http.Answers;
import io.github.viewtally.api.http.Problem;
import io.github.viewtally.api.table.TableReader;
import io.github.viewtally.model.Subject;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health/ready}: the table answers a read of one key; 503 if it does not. */
public final class ReadyHandler implements Handler<RoutingContext> {

    private final TableReader reader;

    public ReadyHandler(TableReader reader) {
        this.reader = reader;
    }

    @Override
    public void handle(RoutingContext context) {
        reader.summary(Subject.video("-"))
                .onSuccess(read -> Answers.json(context, 200, new JsonObject().put("status", "ready")))
                .onFailure(fault -> context.fail(
                        Problem.unavailable("The table does not answer.").asException()));
    }
}
