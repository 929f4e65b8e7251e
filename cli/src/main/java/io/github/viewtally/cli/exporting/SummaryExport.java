package io.github.viewtally.cli.exporting;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.LineWriter;
import io.github.viewtally.cli.events.RecordFormat;
import io.github.viewtally.cli.retry.RetryPauses;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryReader.SummaryPage;
import io.github.viewtally.loadgen.summaries.SummaryRow;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the totals of all videos or users in the order of the API: most viewed first. */
final class SummaryExport {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SummaryKind kind;
    private final LineWriter writer;

    SummaryExport(SummaryKind kind, Writer out, RecordFormat format) throws IOException {
        this.kind = requireNonNull(kind);
        List<String> columns = new ArrayList<>(List.of(kind.idField()));
        for (Counter counter : Counter.values()) {
            columns.add(counter.field(kind));
        }
        this.writer = new LineWriter(out, format, columns);
    }

    /** Writes all pages. Throws {@link ApiException} if a page cannot be read. */
    void run(ApiClient client) throws IOException, InterruptedException {
        SummaryReader reader = new SummaryReader(client, Clock.systemUTC());
        Optional<String> cursor = Optional.empty();
        do {
            SummaryPage page = page(reader, cursor);
            for (SummaryRow row : page.rows()) {
                writer.write(json(row));
            }
            cursor = page.nextCursor();
        } while (cursor.isPresent());
    }

    long records() {
        return writer.records();
    }

    private SummaryPage page(SummaryReader reader, Optional<String> cursor) throws InterruptedException {
        RetryPauses pauses = new RetryPauses(PATIENCE, () -> false);
        while (true) {
            try {
                return reader.page(kind, cursor).await();
            } catch (ApiException e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                pauses.pause(e.getMessage(), Duration.ZERO);
            }
        }
    }

    private JsonObject json(SummaryRow row) {
        JsonObject json = new JsonObject().put(kind.idField(), row.id());
        for (Counter counter : Counter.values()) {
            OptionalLong total = counter.of(row);
            json.put(counter.field(kind), total.isPresent() ? total.getAsLong() : null);
        }
        return json;
    }
}
