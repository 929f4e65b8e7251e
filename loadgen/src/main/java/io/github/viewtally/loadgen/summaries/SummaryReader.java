package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.Answer;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.http.ApiRequest;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads totals. Its futures fail with {@link ApiException}. */
public final class SummaryReader {
    /** The API takes no more ids in a request, and gives no more rows in a page. */
    public static final int PAGE_ROWS = 100;

    private static final int MOST_ROWS = 100_000;

    private final ApiClient client;
    private final Clock clock;

    public SummaryReader(ApiClient client, Clock clock) {
        this.client = requireNonNull(client);
        this.clock = requireNonNull(clock);
    }

    /** All there are, page by page; more than 100,000 are a failure. */
    public Future<SummaryTable> read(SummaryKind kind) {
        return readFrom(kind, Optional.empty(), new ArrayList<>())
                .map(rows -> new SummaryTable(kind, rows, LocalDateTime.now(clock)));
    }

    /** Those with these ids, in any order; one of which nothing is known has zeros. */
    public Future<List<Summary>> read(SummaryKind kind, List<String> ids) {
        return readFrom(kind, ids, 0, new ArrayList<>());
    }

    private Future<List<Summary>> readFrom(SummaryKind kind, List<String> ids, int from, List<Summary> rows) {
        if (from >= ids.size()) {
            return Future.succeededFuture(rows);
        }
        int to = Math.min(ids.size(), from + PAGE_ROWS);
        String query = "?ids=" + encoded(String.join(",", ids.subList(from, to)));
        return page(kind, query).compose(page -> {
            rows.addAll(page.rows());
            return readFrom(kind, ids, to, rows);
        });
    }

    private Future<List<Summary>> readFrom(SummaryKind kind, Optional<String> cursor, List<Summary> rows) {
        String from = cursor.map(value -> "&cursor=" + encoded(value)).orElse("");
        return page(kind, "?limit=" + PAGE_ROWS + from).compose(page -> addPage(kind, page, rows));
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

    private Future<Page> page(SummaryKind kind, String query) {
        return client.send(ApiRequest.get(kind.path() + query)).map(answer -> page(kind, answer));
    }

    private static Page page(SummaryKind kind, Answer answer) {
        if (answer.status() != 200) {
            throw new ApiException(kind.path() + " answered " + answer.refusal());
        }
        try {
            return Page.of(kind, answer.body().toJsonObject());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new ApiException(kind.path() + " answered something else than a page of totals", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
                    total(item, "views"),
                    total(item, "duration"),
                    total(item, "likes"),
                    total(item, "dislikes"));
        }

        /** Null says that the total is no whole number of 64 bits. */
        private static OptionalLong total(JsonObject item, String field) {
            Object value = item.getValue(field);
            if (value == null && item.containsKey(field)) {
                return OptionalLong.empty();
            }
            if (value instanceof Integer || value instanceof Long) {
                return OptionalLong.of(((Number) value).longValue());
            }
            throw new ClassCastException(field + " is no whole number of 64 bits");
        }
    }
}
