package io.github.viewtally.loadgen.summaries;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/**
 * Formats each round as one line of JSON:
 * {@code {"fetchedAt":...,"videos":[{"videoId":"0","views":44,...,"change":{"views":3}}],"users":[...]}}. The
 * {@code change} of a row contains the counters that have changed since the previous round.
 */
public final class JsonSummaryFormatter implements SummaryFormatter {
    private TotalChanges videoChanges = TotalChanges.UNKNOWN;
    private TotalChanges userChanges = TotalChanges.UNKNOWN;

    @Override
    public String format(SummaryTable videos, SummaryTable users) {
        JsonObject round = new JsonObject()
                .put("fetchedAt", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(users.fetchedAt()))
                .put("videos", rows(videos, videoChanges))
                .put("users", rows(users, userChanges));
        videoChanges = TotalChanges.since(videos);
        userChanges = TotalChanges.since(users);
        return round.encode() + "\n";
    }

    private static JsonArray rows(SummaryTable table, TotalChanges changes) {
        JsonArray rows = new JsonArray();
        table.rowsById().forEach(row -> rows.add(row(table.kind(), row, changes)));
        return rows;
    }

    private static JsonObject row(SummaryKind kind, SummaryRow row, TotalChanges changes) {
        JsonObject json = new JsonObject().put(kind.idField(), row.id());
        JsonObject change = new JsonObject();
        for (Counter counter : Counter.values()) {
            OptionalLong total = counter.of(row);
            json.put(counter.field(kind), total.isPresent() ? total.getAsLong() : null);
            BigInteger difference = changes.of(row, counter);
            if (difference.signum() != 0) {
                change.put(counter.field(kind), difference);
            }
        }
        return json.put("change", change);
    }
}
