package io.github.viewtally.api.users;

import io.github.viewtally.api.events.ViewBody;
import io.github.viewtally.api.events.VoteBody;
import io.github.viewtally.api.summaries.SummaryJson;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The lines of an export. Each is a JSON object with a type. */
final class ExportLines {

    private ExportLines() {}

    /** Returns the line of a view or a vote; empty for another item. */
    static Optional<JsonObject> ofEvent(Attributes item) {
        return EventItems.toView(item)
                .map(view -> line("view", ViewBody.toJsonOfUser(view)))
                .or(() -> EventItems.toVote(item).map(vote -> line("vote", VoteBody.toJsonOfUser(vote))));
    }

    /**
     * Returns the last two lines: the summary, and the number of all lines. The number shows a reader that nothing is
     * missing.
     *
     * @param lines the number of lines before these
     */
    static Buffer last(Summary summary, long lines) {
        JsonObject end = new JsonObject().put("type", "end").put("lines", lines + 2);
        return render(List.of(line("summary", SummaryJson.of(summary)), end));
    }

    static Buffer render(List<JsonObject> lines) {
        Buffer text = Buffer.buffer();
        lines.forEach(line -> text.appendBuffer(line.toBuffer()).appendByte((byte) '\n'));
        return text;
    }

    private static JsonObject line(String type, JsonObject fields) {
        return new JsonObject().put("type", type).mergeIn(fields);
    }
}
