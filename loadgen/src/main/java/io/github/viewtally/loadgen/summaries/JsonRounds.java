package io.github.viewtally.loadgen.summaries;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.OptionalLong;

/**
 * A round as one line of JSON: {@code {"fetchedAt":...,"videos":[{"videoId":"0","views":44,...,"change":{"views":3}}],
 * "users":[...]}}. A row's {@code change} holds what is not the same as in the round before.
 */
public final class JsonRounds implements RoundPrinter {
    private Changes ofVideos = Changes.UNKNOWN;
    private Changes ofUsers = Changes.UNKNOWN;

    @Override
    public String text(SummaryTable videos, SummaryTable users) {
        JsonObject round = new JsonObject()
                .put("fetchedAt", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(users.fetchedAt()))
                .put("videos", rows(videos, ofVideos))
                .put("users", rows(users, ofUsers));
        ofVideos = Changes.since(videos);
        ofUsers = Changes.since(users);
        return round.encode() + "\n";
    }

    private static JsonArray rows(SummaryTable table, Changes changes) {
        JsonArray rows = new JsonArray();
        table.rows().stream()
                .sorted(Comparator.comparing(Summary::id, new IdOrder()))
                .forEach(row -> rows.add(row(table.kind(), row, changes)));
        return rows;
    }

    private static JsonObject row(SummaryKind kind, Summary row, Changes changes) {
        JsonObject json = new JsonObject().put(kind.idField(), row.id());
        JsonObject change = new JsonObject();
        for (Counter counter : Counter.values()) {
            OptionalLong total = counter.of(row);
            json.put(counter.field(), total.isPresent() ? total.getAsLong() : null);
            BigInteger difference = changes.of(row, counter);
            if (difference.signum() != 0) {
                change.put(counter.field(), difference);
            }
        }
        return json.put("change", change);
    }
}
