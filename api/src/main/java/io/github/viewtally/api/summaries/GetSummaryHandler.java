package io.github.viewtally.api.summaries;

import io.github.viewtally.api.http.Answers;
import io.github.viewtally.api.http.Parameters;
import io.github.viewtally.api.table.TableReader;
import io.github.viewtally.model.Subject;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/summary} and {@code GET /users/{userId}/summary}: the totals of one. */
public final class GetSummaryHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final Subject.Kind kind;

    public GetSummaryHandler(TableReader reader, Subject.Kind kind) {
        this.reader = reader;
        this.kind = kind;
    }

    @Override
    public void handle(RoutingContext context) {
        String id = Parameters.of(context, Set.of()).id(Keys.idAttribute(kind));
        reader.summary(new Subject(kind, id))
                .onSuccess(summary -> Answers.json(context, 200, SummaryJson.of(summary)))
                .onFailure(context::fail);
    }
}
