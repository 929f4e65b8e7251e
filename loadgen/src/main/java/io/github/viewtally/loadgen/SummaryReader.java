package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads all pages of totals. Its futures fail with {@link ApiException}, also if there are more than 100,000 rows. */
final class SummaryReader {
    private static final int PAGE_ROWS = 100;
    private static final int MOST_ROWS = 100_000;

    private final ApiClient client;
    private final Clock clock;

    SummaryReader(ApiClient client, Clock clock) {
        this.client = requireNonNull(client);
        this.clock = requireNonNull(clock);
    }

    Future<SummaryTable> read(SummaryKind kind) {
        return readFrom(kind, Optional.empty(), new ArrayList<>())
                .map(rows -> new SummaryTable(kind, rows, LocalDateTime.now(clock)));
    }

    private Future<List<Summary>> readFrom(SummaryKind kind, Optional<String> cursor, List<Summary> rows) {
        return client.list(kind.path(), PAGE_ROWS, cursor)
                .map(answer -> page(kind, answer))
                .compose(page -> addPage(kind, page, rows));
    }

    private Future<List<Summary>> addPage(SummaryKind kind, Page page, List<Summary> rows) {
        rows.addAll(page.rows());
        if (page.nextCursor().isEmpty()) {
            return Future.succeededFuture(rows);
        }
        if (page.rows().isEmpty() || rows.size() >= MOST_ROWS) {
            String reason = kind.path() + " does not end after " + rows.size() + " rows";
            return Future.failedFuture(new ApiException(reason));
        }
        return readFrom(kind, page.nextCursor(), rows);
    }

    private static Page page(SummaryKind kind, HttpResponse<Buffer> answer) {
        if (answer.statusCode() != 200) {
            throw new ApiException(kind.path() + " answered " + Refusal.text(answer));
        }
        try {
            return Page.of(kind, answer.bodyAsJsonObject());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new ApiException(kind.path() + " answered something else than a page of totals", e);
        }
    }

    private record Page(List<Summary> rows, Optional<String> nextCursor) {
        static Page of(SummaryKind kind, JsonObject body) {
            List<Summary> rows = body.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .map(item -> row(kind, item))
                    .toList();
            return new Page(rows, Optional.ofNullable(body.getString("nextCursor")));
        }

        private static Summary row(SummaryKind kind, JsonObject item) {
            return new Summary(
                    item.getString(kind.idField()),
                    item.getLong("views"),
                    item.getLong("duration"),
                    item.getLong("likes"),
                    item.getLong("dislikes"));
        }
    }
}
