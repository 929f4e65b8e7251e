package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.http.ApiResponse;
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

/** Reads totals from the API. Its futures fail with {@link ApiException}. */
public final class SummaryReader {
    /** The maximum number of ids in a request and of rows in a page. */
    public static final int PAGE_ROWS = 100;

    private static final int MAX_ROWS = 100_000;

    private final ApiClient client;
    private final Clock clock;

    public SummaryReader(ApiClient client, Clock clock) {
        this.client = requireNonNull(client);
        this.clock = requireNonNull(clock);
    }

    /** Reads all totals of a kind, page by page. Fails if there are more than 100,000. */
    public Future<SummaryTable> read(SummaryKind kind) {
        return readFrom(kind, Optional.empty(), new ArrayList<>())
                .map(rows -> new SummaryTable(kind, rows, LocalDateTime.now(clock)));
    }

    /** Reads the totals of these ids, in any order. Unknown ids have zeros. */
    public Future<List<SummaryRow>> read(SummaryKind kind, List<String> ids) {
        return readFrom(kind, ids, 0, new ArrayList<>());
    }

    private Future<List<SummaryRow>> readFrom(SummaryKind kind, List<String> ids, int from, List<SummaryRow> rows) {
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

    private Future<List<SummaryRow>> readFrom(SummaryKind kind, Optional<String> cursor, List<SummaryRow> rows) {
        return page(kind, cursor).compose(page -> addPage(kind, page, rows));
    }

    private Future<List<SummaryRow>> addPage(SummaryKind kind, SummaryPage page, List<SummaryRow> rows) {
        rows.addAll(page.rows());
        if (page.nextCursor().isEmpty()) {
            return Future.succeededFuture(rows);
        }
        if (page.rows().isEmpty() || rows.size() >= MAX_ROWS) {
            String reason = kind.path() + " does not end after " + rows.size() + " rows";
            return Future.failedFuture(new ApiException(reason));
        }
        return readFrom(kind, page.nextCursor(), rows);
    }

    /** Reads the page at a cursor, or the first page. */
    public Future<SummaryPage> page(SummaryKind kind, Optional<String> cursor) {
        String from = cursor.map(value -> "&cursor=" + encoded(value)).orElse("");
        return page(kind, "?limit=" + PAGE_ROWS + from);
    }

    private Future<SummaryPage> page(SummaryKind kind, String query) {
        return client.send(ApiRequest.get(kind.path() + query)).map(response -> page(kind, response));
    }

    private static SummaryPage page(SummaryKind kind, ApiResponse response) {
        if (response.status() != 200) {
            throw new ApiException(
                    kind.path() + " returned " + response.errorText(),
                    response.isUnavailable() || response.isThrottled());
        }
        try {
            return SummaryPage.of(kind, response.body().toJsonObject());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new ApiException(kind.path() + " did not return a page of totals", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A page of totals. {@code nextCursor} is empty on the last page. */
    public record SummaryPage(List<SummaryRow> rows, Optional<String> nextCursor) {
        private static SummaryPage of(SummaryKind kind, JsonObject body) {
            List<SummaryRow> rows = body.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .map(item -> row(kind, item))
                    .toList();
            return new SummaryPage(rows, Optional.ofNullable(body.getString("nextCursor")));
        }

        private static SummaryRow row(SummaryKind kind, JsonObject item) {
            return new SummaryRow(
                    item.getString(kind.idField()),
                    total(item, "views"),
                    total(item, "duration"),
                    total(item, "likes"),
                    total(item, "dislikes"),
                    total(item, Counter.VIEWERS.field(kind)));
        }

        /** The API returns null for a total that is not an integer of 64 bits. */
        private static OptionalLong total(JsonObject item, String field) {
            Object value = item.getValue(field);
            if (value == null && item.containsKey(field)) {
                return OptionalLong.empty();
            }
            if (value instanceof Integer || value instanceof Long) {
                return OptionalLong.of(((Number) value).longValue());
            }
            throw new ClassCastException(field + " is not an integer of 64 bits");
        }
    }
}
